import { MillraceError } from "@millrace/common";

/** What was asked for names no test. */
export class SqlTestNotFoundError extends MillraceError {
  readonly code = "SQL_TEST_NOT_FOUND";
}
