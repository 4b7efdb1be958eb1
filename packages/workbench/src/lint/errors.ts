import { MillraceError } from "@millrace/common";

/** What should be linted is neither a domain nor a file of one. */
export class LintTargetError extends MillraceError {
  readonly code = "LINT_TARGET_UNKNOWN";
  readonly target: string;

  constructor(target: string, domains: readonly string[]) {
    super(
      `${target} is neither a domain nor a statement file of one; the domains are ${domains.join(", ") || "none"}, ` +
        "and a file is named by its path, for example sql/page-views/page_view_counts.sql",
    );
    this.target = target;
  }
}
