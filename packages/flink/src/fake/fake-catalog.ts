import type { FlinkRow } from "../types/value.ts";
import {
  type FakeAnswer,
  type FakeRefusal,
  type FakeResult,
  matches,
  type SqlMatcher,
} from "./fake-answer.ts";
import type { FakeJobs } from "./fake-jobs.ts";

/** What a statement did. */
export type Outcome =
  | { readonly kind: "refused"; readonly refusal: FakeRefusal }
  | { readonly kind: "done" }
  | { readonly kind: "content"; readonly result: FakeResult; readonly jobId?: string }
  | { readonly kind: "query"; readonly result: FakeResult; readonly jobId: string };

const PARSE_ERROR = "Non-query expression encountered in illegal context";
const NAME = "((?:`[^`]+`|\\w+)(?:\\.(?:`[^`]+`|\\w+))*)";
const CREATE = new RegExp(`^CREATE\\s+(?:TEMPORARY\\s+)?TABLE\\s+(IF\\s+NOT\\s+EXISTS\\s+)?${NAME}`, "i");
const DROP = new RegExp(`^DROP\\s+(?:TEMPORARY\\s+)?TABLE\\s+(IF\\s+EXISTS\\s+)?${NAME}`, "i");
const INSERT = new RegExp(`INSERT\\s+INTO\\s+${NAME}`, "gi");
const STATEMENT_SET = /^EXECUTE\s+STATEMENT\s+SET\s+BEGIN\s([\s\S]*)\sEND$/i;
const OTHER_DDL = /^(?:CREATE|DROP|ALTER|USE|LOAD|UNLOAD|ADD|REMOVE)\s/i;

/**
 * A session's tables and settings, and what each statement does to them. It knows little SQL: DDL by its first words, INSERTs by
 * their targets; queries are answered as prepared.
 */
export class FakeCatalog {
  readonly properties: Map<string, string>;
  readonly #tables = new Set<string>();
  readonly #answers: readonly (readonly [SqlMatcher, FakeAnswer])[];
  readonly #jobs: FakeJobs;

  constructor(
    properties: Readonly<Record<string, string>>,
    answers: readonly (readonly [SqlMatcher, FakeAnswer])[],
    jobs: FakeJobs,
  ) {
    this.properties = new Map(Object.entries(properties));
    this.#answers = answers;
    this.#jobs = jobs;
  }

  run(text: string): Outcome {
    const sql = text.trim().replace(/;$/, "").trim();
    const prepared = this.#answers.findLast(([matcher]) => matches(matcher, sql))?.[1];
    if (prepared !== undefined) return this.#prepared(prepared);
    if (/;/.test(sql.replaceAll(/'[^']*'/g, "")) && !STATEMENT_SET.test(sql)) {
      return refused("only single statement supported", "java.lang.IllegalArgumentException");
    }
    return this.#ddl(sql) ?? this.#dml(sql) ?? this.#show(sql) ?? this.#unknown(sql);
  }

  #prepared(answer: FakeAnswer): Outcome {
    if ("refusal" in answer) return { kind: "refused", refusal: answer };
    const jobId = this.#jobs.start(this.properties.get("pipeline.name") ?? "collect");
    return { kind: "query", result: answer, jobId };
  }

  #ddl(sql: string): Outcome | undefined {
    const create = CREATE.exec(sql);
    if (create) return this.#create(nameOf(create[2]), create[1] !== undefined);
    const drop = DROP.exec(sql);
    if (drop) return this.#drop(nameOf(drop[2]), drop[1] !== undefined);
    const set = /^SET\s+'([^']+)'\s*=\s*'([^']*)'$/i.exec(sql);
    if (set) this.properties.set(set[1] ?? "", set[2] ?? "");
    const reset = /^RESET(?:\s+'([^']+)')?$/i.exec(sql);
    if (reset?.[1] === undefined && reset) this.properties.clear();
    if (reset?.[1] !== undefined) this.properties.delete(reset[1]);
    return set || reset || OTHER_DDL.test(sql) ? { kind: "done" } : undefined;
  }

  #create(table: string, isTolerant: boolean): Outcome {
    if (this.#tables.has(table) && !isTolerant) {
      const path = `\`default_catalog\`.\`default_database\`.\`${table}\``;
      return refused(
        `Could not execute CreateTable in path ${path}: Table (or view) ${table} already exists.`,
      );
    }
    this.#tables.add(table);
    return { kind: "done" };
  }

  #drop(table: string, isTolerant: boolean): Outcome {
    if (this.#tables.delete(table) || isTolerant) return { kind: "done" };
    return refused(`Table with identifier 'default_catalog.default_database.${table}' does not exist.`);
  }

  #dml(sql: string): Outcome | undefined {
    const set = STATEMENT_SET.exec(sql);
    if (!set && !/^INSERT\s/i.test(sql)) return undefined;
    const targets = [...sql.matchAll(INSERT)].map((match) => nameOf(match[1]));
    const missing = targets.find((table) => !this.#tables.has(table));
    if (missing !== undefined) {
      return refused(
        `Cannot find table '\`default_catalog\`.\`default_database\`.\`${missing}\`' in any of the catalogs.`,
      );
    }
    const name = this.properties.get("pipeline.name");
    const jobId = this.#jobs.start(
      name ?? `insert-into_${targets.map((t) => `default_catalog.default_database.${t}`).join()}`,
    );
    return { ...content({ "job id": "STRING" }, [{ "job id": jobId }]), jobId };
  }

  #show(sql: string): Outcome | undefined {
    if (/^SHOW\s+TABLES$/i.test(sql)) {
      return content(
        { "table name": "STRING" },
        [...this.#tables].toSorted().map((name) => ({ "table name": name })),
      );
    }
    if (/^SHOW\s+JOBS$/i.test(sql)) {
      const rows = this.#jobs.list().map(({ id, name, state, startedAt }) => ({
        "job id": id,
        "job name": name,
        status: state,
        "start time": new Date(startedAt).toISOString(),
      }));
      return content(
        { "job id": "STRING", "job name": "STRING", status: "STRING", "start time": "TIMESTAMP_LTZ(6)" },
        rows,
      );
    }
    return this.#stop(sql);
  }

  #stop(sql: string): Outcome | undefined {
    const stop = /^STOP\s+JOB\s+'(\w+)'(\s+WITH\s+SAVEPOINT)?/i.exec(sql);
    if (!stop) return undefined;
    const path = this.#jobs.stop(stop[1] ?? "");
    if (path === undefined) return refused(`Could not stop job ${stop[1]} in session.`);
    return stop[2] === undefined
      ? { kind: "done" }
      : content({ "savepoint path": "STRING" }, [{ "savepoint path": path }]);
  }

  #unknown(sql: string): Outcome {
    if (/^(?:SELECT|WITH|VALUES|TABLE|DESCRIBE|DESC|EXPLAIN|SHOW)\b/i.test(sql)) {
      return refused(`The fake has no answer for: ${sql}. Prepare one with answer().`);
    }
    return refused(PARSE_ERROR, "org.apache.calcite.runtime.CalciteException");
  }
}

function content(columns: Readonly<Record<string, string>>, rows: readonly FlinkRow[]) {
  return { kind: "content", result: { columns, rows } } as const;
}

function refused(message: string, className?: string): Outcome {
  return {
    kind: "refused",
    refusal: { refusal: message, ...(className === undefined ? {} : { className }) },
  };
}

function nameOf(path = ""): string {
  return (path.split(".").at(-1) ?? "").replaceAll("`", "");
}
