import { MillraceError } from "@millrace/common";
import { type DomainProblem, formatProblems } from "./problem.ts";
import type { Position } from "./source-file.ts";

/** The sources of some domains cannot be compiled; every problem of every file is here, in the order of the files. */
export class DomainInvalidError extends MillraceError {
  readonly code = "DOMAIN_INVALID";
  readonly domains: readonly string[];
  readonly problems: readonly DomainProblem[];

  constructor(domains: readonly string[], problems: readonly DomainProblem[]) {
    const which = domains.length === 1 ? `domain ${domains[0]} was` : `domains ${domains.join(", ")} were`;
    const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
    super(`${which} not compiled because of ${count}\n${formatProblems(problems)}`);
    this.domains = domains;
    this.problems = problems;
  }
}

/** A domain's files cannot be read: the folder or its domain.yaml is missing, or the system refuses. */
export class DomainUnreadableError extends MillraceError {
  readonly code = "DOMAIN_UNREADABLE";
  readonly path: string;

  constructor(path: string, what: string, cause?: unknown) {
    super(`${path} ${what}`, { cause });
    this.path = path;
  }
}

/** A stage cannot be part of the names of topics and buckets. */
export class StageError extends MillraceError {
  readonly code = "STAGE_INVALID";
  readonly stage: string;

  constructor(stage: string) {
    super(
      `stage ${JSON.stringify(stage)} cannot prefix topics and buckets; ` +
        "use at most 20 lower-case letters, digits and hyphens that begin with a letter",
    );
    this.stage = stage;
  }
}

/** Two domains claim the same name for a thing that exists once. */
export class PlanConflictError extends MillraceError {
  readonly code = "PLAN_CONFLICT";
  readonly conflicts: readonly string[];

  constructor(conflicts: readonly string[]) {
    super(`the domains cannot run together; rename one of each pair\n${conflicts.join("\n")}`);
    this.conflicts = conflicts;
  }
}

/** A text is not a duration. */
export class DurationError extends MillraceError {
  readonly code = "DURATION_INVALID";
  readonly text: string;

  constructor(text: string, reason: string) {
    super(
      `${JSON.stringify(text)} is not a duration: ${reason}; write it as "30 minutes", "1 day" or "PT30M"`,
    );
    this.text = text;
  }
}

/** A `${name}` that nothing is bound to, and where it stands. */
export interface UnknownPlaceholder extends Position {
  readonly name: string;
  readonly suggestion?: string;
}

/** A text holds placeholders that the target does not know. */
export class PlaceholderError extends MillraceError {
  readonly code = "PLACEHOLDER_UNKNOWN";
  readonly placeholders: readonly UnknownPlaceholder[];

  constructor(placeholders: readonly UnknownPlaceholder[], known: readonly string[]) {
    const lines = placeholders.map(({ name, line, column, suggestion }) => {
      const hint = suggestion === undefined ? "" : `; did you mean "\${${suggestion}}"?`;
      return `${line}:${column} \${${name}} is bound to nothing${hint}`;
    });
    const names = known.length === 0 ? "none" : [...known].sort().join(", ");
    super(`${lines.join("\n")}\nknown placeholders: ${names}; write $\${…} for a literal \${…}`);
    this.placeholders = placeholders;
  }
}
