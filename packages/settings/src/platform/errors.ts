import { MillraceError } from "@millrace/common";
import { type DomainProblem, formatProblems, suggest } from "@millrace/domain";
import { stages } from "./stages.ts";

/** The platform's files are wrong; every problem of every file is here, in the order of the files. */
export class PlatformInvalidError extends MillraceError {
  readonly code = "PLATFORM_INVALID";
  readonly problems: readonly DomainProblem[];

  constructor(problems: readonly DomainProblem[]) {
    const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
    super(`the platform's settings have ${count}\n${formatProblems(problems)}`);
    this.problems = problems;
  }
}

/** A file of the platform is there and cannot be read. */
export class PlatformUnreadableError extends MillraceError {
  readonly code = "PLATFORM_UNREADABLE";
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`${path} cannot be read (${cause instanceof Error ? cause.message : String(cause)})`, { cause });
    this.path = path;
  }
}

/** There is no such stage. */
export class UnknownStageError extends MillraceError {
  readonly code = "STAGE_UNKNOWN";
  readonly stage: string;

  constructor(stage: string) {
    const near = suggest(stage, stages);
    const hint = near === undefined ? "" : `; did you mean "${near}"?`;
    super(`there is no stage ${JSON.stringify(stage)}, expected one of ${stages.join(", ")}${hint}`);
    this.stage = stage;
  }
}
