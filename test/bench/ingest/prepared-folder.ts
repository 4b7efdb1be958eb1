import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "../bench-instance.ts";
import { progress } from "../progress.ts";

/** What a benchmark needs beside the clone's own packages: sources in a folder, and what is made of them in another. */
export interface Preparation {
  /** Names both folders: `test/bench/<name>` and `.millrace/bench/<name>`. */
  readonly name: string;
  /** Makes it, in the folder given. */
  readonly make: (folder: string, sources: string) => Promise<void>;
}

/**
 * Makes what is needed where its sources have changed since the last time.
 * @returns the folder in which it was made
 */
export async function preparedFolder({ name, make }: Preparation): Promise<string> {
  const sources = join(import.meta.dirname, "..", name);
  const folder = join(benchFolder(), name);
  const stamp = join(folder, "made-from");
  const wanted = fingerprint(sources);
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    progress(`preparing ${name}, once`);
    mkdirSync(folder, { recursive: true });
    await make(folder, sources);
    writeFileSync(stamp, wanted);
  }
  return folder;
}

/** Runs a command to its end. @throws Error with the first part of what it said */
export function runCommand(command: string, args: readonly string[], folder: string): Promise<void> {
  const child = spawn(command, [...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} failed in ${folder} (code ${code}):\n${output.slice(0, 2000)}`));
    });
  });
}

function fingerprint(folder: string): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest("hex");
}
