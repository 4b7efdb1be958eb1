import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ApplyRunningError } from "./errors.ts";
import { claimFile } from "../process/exclusive-file.ts";

const pauseMs = 100;

/** The right to change what runs; given back by disposing of it, or by the end of its process. */
export interface ApplyLock extends Disposable {
  release(): void;
}

/**
 * Claims the right to change what runs in an instance. Its file names the process that has it; a claim whose process is
 * gone is taken over.
 *
 * @param runDir the instance's run folder
 * @throws ApplyRunningError when another process has it
 */
export function claimApply(runDir: string): ApplyLock {
  const claim = claimFile(join(runDir, "apply.lock"));
  if ("heldBy" in claim) throw new ApplyRunningError(claim.heldBy.pid);
  let isReleased = false;
  const release = () => {
    if (!isReleased) claim.release();
    isReleased = true;
  };
  return { release, [Symbol.dispose]: release };
}

/** Claims it as soon as whoever has it gives it back. @throws ApplyRunningError when that takes longer than `timeoutMs` */
export async function awaitApply(
  runDir: string,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<ApplyLock> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return claimApply(runDir);
    } catch (error) {
      if (!(error instanceof ApplyRunningError) || performance.now() > deadline) throw error;
    }
    await delay(pauseMs);
  }
}
