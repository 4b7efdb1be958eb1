import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The key of the hashes that stand for personal values in this stack: made at random once, for its owner alone, and wiped
 * with the stack's data.
 * @param folder the publisher's data
 */
export function localMaskingKey(folder: string): string {
  const file = join(folder, "masking-key");
  try {
    writeFileSync(file, randomBytes(32).toString("hex"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8");
}
