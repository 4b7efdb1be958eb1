import { MillraceError } from "@millrace/common";

/** Maven could not resolve the artifacts. */
export class MavenError extends MillraceError {
  readonly code = "MAVEN_FAILED";

  constructor(what: string, lines: readonly string[], cause?: unknown) {
    super(
      `The engines' artifacts could not be resolved: Maven ${what}.\n${lines.map((line) => `  | ${line}`).join("\n")}\n` +
        "Check that this machine reaches Maven Central (or the mirror in your Maven settings), then start again: " +
        "what was already resolved is kept.",
      { cause },
    );
  }
}

/** A resolved file is not the one that the lock file names. */
export class ArtifactMismatchError extends MillraceError {
  readonly code = "ARTIFACT_MISMATCH";
  readonly files: readonly string[];

  constructor(mismatches: readonly { path: string; found: string; expected: string }[]) {
    const lines = mismatches
      .slice(0, 10)
      .map(({ path, found, expected }) => `  ${path}: found ${found}, expected ${expected}`);
    const more = mismatches.length > lines.length ? `\n  and ${mismatches.length - lines.length} more` : "";
    super(
      `${mismatches.length} artifact${mismatches.length === 1 ? " is" : "s are"} not what artifacts.lock.json names:\n` +
        `${lines.join("\n")}${more}\nA copy in the local Maven repository is corrupt: delete the files named above there, then start again. ` +
        'After a deliberate change of a pom, run "npm run artifacts:lock".',
    );
    this.files = mismatches.map(({ path }) => path);
  }
}
