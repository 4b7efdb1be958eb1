import { access, constants, mkdir } from "node:fs/promises";
import { MillraceError } from "@millrace/common";

/** Nothing can be kept in the folder that the settings name. */
export class DataFolderError extends MillraceError {
  readonly code = "DATA_FOLDER_UNUSABLE";
  readonly path: string;

  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `DATA_DIR: nothing can be kept in ${path} (${reason}); what Kafka does not acknowledge, and which events were taken, ` +
        "is written there: let this user write it, or set DATA_DIR to a folder that is kept over restarts",
      { cause },
    );
    this.path = path;
  }
}

/**
 * Makes the publisher's folder where there is none.
 * @throws DataFolderError for one that cannot be made or written
 */
export async function prepareDataFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DataFolderError(path, error);
  }
}
