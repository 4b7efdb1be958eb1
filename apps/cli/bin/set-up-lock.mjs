// Keeps two commands from installing packages into the same folder at once.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Waits until nobody else sets the clone up, does the work and lets the next one in. A lock whose owner is gone is taken over.
 * @param {string} folder where the lock's file stands
 * @param {() => Promise<void>} work
 * @param {(pid: number) => void} onWait told once who is waited for
 */
export async function whileAlone(folder, work, onWait) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "set-up.lock");
  let told = false;
  while (!claim(file)) {
    const owner = ownerOf(file);
    if (owner !== undefined && !told) {
      told = true;
      onWait(owner);
    }
    if (owner === undefined) rmSync(file, { force: true });
    else await delay(100);
  }
  try {
    await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function claim(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** The process that holds the lock; undefined when it is gone. */
function ownerOf(file) {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // Somebody else's process is alive all the same.
    return error.code === "EPERM" ? Number(readFileSync(file, "utf8")) : undefined;
  }
}
