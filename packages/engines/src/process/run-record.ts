import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StackRunningError } from "../errors.ts";
import { claimFile } from "./exclusive-file.ts";
import type { ProcessIdentity } from "./process-identity.ts";

/** An engine as it runs, with the signal that asks it to end. */
export interface RecordedEngine extends ProcessIdentity {
  readonly stopSignal: NodeJS.Signals;
}

/** What a supervisor writes down about the stack it runs, so that others find and clean it. */
export interface RunRecord {
  readonly supervisor: ProcessIdentity;
  readonly startedAt: string;
  readonly phase: "starting" | "running" | "stopping";
  readonly engines: Readonly<Record<string, RecordedEngine>>;
  readonly ports: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The record of one stack, kept in `<run folder>/stack.json` and replaced as a whole. */
export class RunRecordFile {
  readonly #file: string;
  readonly #runDir: string;

  constructor(runDir: string) {
    this.#runDir = runDir;
    this.#file = join(runDir, "stack.json");
  }

  /** The last record; undefined where there is none or a crash left it unreadable. */
  read(): RunRecord | undefined {
    try {
      return JSON.parse(readFileSync(this.#file, "utf8")) as RunRecord;
    } catch {
      return undefined;
    }
  }

  write(record: RunRecord): void {
    const temporary = `${this.#file}.${process.pid}`;
    writeFileSync(temporary, `${JSON.stringify(record, undefined, 2)}\n`);
    renameSync(temporary, this.#file);
  }

  remove(): void {
    rmSync(this.#file, { force: true });
  }

  /**
   * Claims the stack for this process until the returned function is called. A claim whose process is gone is taken
   * over. @throws StackRunningError when another process holds it.
   */
  claim(): () => void {
    const claim = claimFile(join(this.#runDir, "supervisor.lock"));
    if ("heldBy" in claim) throw new StackRunningError(claim.heldBy.pid, this.#runDir);
    return claim.release;
  }
}
