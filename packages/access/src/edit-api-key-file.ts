import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { ApiKeyFileError } from "./errors.ts";

/** Its owner's alone, until its owner says otherwise. */
const firstMode = 0o600;

/**
 * Changes a file of API keys. It is written beside the old one and renamed, so that whoever reads it reads the old or the new one,
 * and two edits at once do not undo each other. A file that is not there yet has an empty text.
 * @param edit what it throws leaves the file as it was
 * @throws ApiKeyFileError when another edit is under way
 */
export function editApiKeyFile(path: string, edit: (text: string) => string): void {
  const beside = `${path}.new`;
  const descriptor = openNew(path, beside);
  try {
    const exists = existsSync(path);
    writeSync(descriptor, edit(exists ? readFileSync(path, "utf8") : ""));
    if (exists) chmodSync(beside, statSync(path).mode & 0o777);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function openNew(path: string, beside: string): number {
  try {
    return openSync(beside, "wx", firstMode);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const fault =
      code === "EEXIST"
        ? `found ${beside}, which another edit is writing; when none is, it was left behind: remove it`
        : `it cannot be written there (${code})`;
    throw new ApiKeyFileError(path, [fault], cause);
  }
}
