import type { CompiledForm } from "../compiled-form.ts";
import {
  type PreparedStatements,
  prepareStatements,
  type TableChanges,
} from "../flink/prepared-statements.ts";
import type { Scripts } from "../flink/script.ts";
import type { WorkbenchFlink } from "../flink/workbench-flink.ts";

/** One form of a domain's statement on the workbench's Flink. What it makes of some events is worked out once. */
export class TestedForm implements AsyncDisposable {
  readonly compiled: CompiledForm;
  readonly #prepared: PreparedStatements | undefined;
  readonly #runs = new Map<string, Promise<TableChanges>>();

  private constructor(compiled: CompiledForm, prepared: PreparedStatements | undefined) {
    this.compiled = compiled;
    this.#prepared = prepared;
  }

  /** @throws FlinkStatementError at the place in the user's file that Flink refuses */
  static async prepare(
    flink: WorkbenchFlink,
    compiled: CompiledForm,
    signal?: AbortSignal,
  ): Promise<TestedForm> {
    const { plan, statement } = compiled;
    const prepared =
      statement === undefined ? undefined : await prepareStatements(flink, { plan, statement, signal });
    return new TestedForm(compiled, prepared);
  }

  /** Every change of each result over these events. */
  run(scripts: Scripts, signal?: AbortSignal): Promise<TableChanges> {
    const key = JSON.stringify(scripts, (_key, value: unknown) =>
      typeof value === "bigint" ? `${value}n` : value,
    );
    const known = this.#runs.get(key);
    if (known !== undefined) return known;
    const run = this.#prepared?.run(scripts, { signal }) ?? Promise.resolve({});
    this.#runs.set(key, run);
    // A run that failed, or was given up, is made again when it is asked for again.
    run.catch(() => this.#runs.delete(key));
    return run;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#prepared?.[Symbol.asyncDispose]();
  }
}
