import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StatementScript } from "./statement-script.ts";

/** What is remembered of a statement that was submitted: enough to go on with it, and to bring it back. */
export interface SubmittedStatement {
  readonly hash: string;
  readonly jobId: string;
  readonly script: StatementScript;
  /** Where its job was stopped; absent while it runs and after a crash. */
  readonly savepoint?: string;
}

/** The statements that were submitted, in a file beside their state. */
export class StatementRecord {
  readonly #file: string;
  readonly #stateDir: string;

  /** @param stateDir the folder that holds Flink's checkpoints and savepoints */
  constructor(stateDir: string) {
    this.#stateDir = stateDir;
    this.#file = join(stateDir, "statements.json");
  }

  all(): Readonly<Record<string, SubmittedStatement>> {
    if (!existsSync(this.#file)) return {};
    return JSON.parse(readFileSync(this.#file, "utf8")) as Record<string, SubmittedStatement>;
  }

  find(name: string): SubmittedStatement | undefined {
    return this.all()[name];
  }

  put(name: string, statement: SubmittedStatement): void {
    const temporary = `${this.#file}.new`;
    writeFileSync(temporary, `${JSON.stringify({ ...this.all(), [name]: statement }, undefined, 2)}\n`);
    renameSync(temporary, this.#file);
  }

  /** Where the statement can go on from: its savepoint, else its job's newest complete checkpoint. */
  recoveryPath(statement: SubmittedStatement): string | undefined {
    return statement.savepoint ?? this.#newestCheckpoint(statement.jobId);
  }

  #newestCheckpoint(jobId: string): string | undefined {
    const folder = join(this.#stateDir, "checkpoints", jobId);
    if (!existsSync(folder)) return undefined;
    const newest = readdirSync(folder)
      .map((name) => Number(/^chk-(\d+)$/.exec(name)?.[1] ?? Number.NaN))
      .filter((id) => existsSync(join(folder, `chk-${id}`, "_metadata")))
      .reduce((max, id) => Math.max(max, id), 0);
    return newest === 0 ? undefined : `file://${join(folder, `chk-${newest}`)}`;
  }
}
