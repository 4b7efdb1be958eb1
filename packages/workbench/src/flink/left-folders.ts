import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { endOrphans, RunRecordFile, StackRunningError } from "@millrace/engines";

/** What the folder of a started Flink is called; a random part follows. */
export const folderPrefix = "workbench-";

/** Ends what commands that crashed left running below `home`, and removes their folders. Living ones are left alone. */
export async function clearLeftFolders(home: string): Promise<void> {
  const folders = readdirSync(home).filter((name) => name.startsWith(folderPrefix));
  await Promise.all(folders.map((name) => clearFolder(join(home, name))));
}

async function clearFolder(folder: string): Promise<void> {
  const runDir = join(folder, "run");
  // A folder without a claim is one that another command is making at this moment.
  if (!existsSync(join(runDir, "supervisor.lock"))) return;
  const recordFile = new RunRecordFile(runDir);
  const release = claim(recordFile);
  if (release === undefined) return;
  const record = recordFile.read();
  if (record !== undefined) await endOrphans(record);
  release();
  rmSync(folder, { recursive: true, force: true });
}

function claim(recordFile: RunRecordFile): (() => void) | undefined {
  try {
    return recordFile.claim();
  } catch (error) {
    if (error instanceof StackRunningError) return undefined;
    throw error;
  }
}
