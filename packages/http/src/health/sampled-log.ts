import type { LogSink } from "@millrace/common";

/** How many lines are written. */
export interface SamplingOptions {
  /** How many lines of one kind are written in an interval; the rest are counted. Default 5. */
  readonly most?: number;
  /** Default 10,000. */
  readonly intervalMs?: number;
}

/** Lines of one kind within the present interval. */
interface Kind {
  written: number;
  leftOut: number;
  /** The facts of the last line that was left out. */
  last: object;
}

type Level = "warn" | "error";

/** Beyond this many kinds in one interval lines are counted together. */
const maxKinds = 500;

/**
 * A log in which the same warning or error is written a few times an interval, and then told as a count: when Kafka is away
 * every request could say so. Lines are of one kind when they have the same level and message, and the same route, status
 * and error.
 */
export function sampledLog(log: LogSink, options: SamplingOptions = {}): LogSink {
  const sampler = new Sampler(log, options);
  return {
    debug: log.debug.bind(log),
    info: log.info.bind(log),
    warn: sampler.writer("warn"),
    error: sampler.writer("error"),
  };
}

class Sampler {
  readonly #log: LogSink;
  readonly #most: number;
  readonly #intervalMs: number;
  readonly #kinds = new Map<string, Kind>();
  #timer: NodeJS.Timeout | undefined;

  constructor(log: LogSink, { most = 5, intervalMs = 10_000 }: SamplingOptions) {
    this.#log = log;
    this.#most = most;
    this.#intervalMs = intervalMs;
  }

  writer(level: Level): LogSink[Level] {
    const write = (first: unknown, message = "") => {
      const facts = typeof first === "object" && first !== null ? first : {};
      this.#write(level, facts, typeof first === "string" ? first : message);
    };
    return write;
  }

  #write(level: Level, facts: object, message: string): void {
    const kind = this.#kindOf(level, facts, message);
    if (kind.written < this.#most) {
      kind.written += 1;
      this.#log[level](facts, message);
    } else {
      kind.leftOut += 1;
      kind.last = facts;
    }
  }

  #kindOf(level: Level, facts: object, message: string): Kind {
    const id = `${level} ${message} ${distinction(facts)}`;
    const known = this.#kinds.get(id);
    if (known !== undefined) return known;
    if (this.#timer === undefined)
      this.#timer = setTimeout(() => this.#endInterval(), this.#intervalMs).unref();
    const key = this.#kinds.size < maxKinds ? id : `${level} ${message} `;
    const kind = this.#kinds.get(key) ?? { written: 0, leftOut: 0, last: facts };
    this.#kinds.set(key, kind);
    return kind;
  }

  #endInterval(): void {
    this.#timer = undefined;
    for (const [id, { leftOut, last }] of this.#kinds) {
      if (leftOut === 0) continue;
      const level: Level = id.startsWith("warn") ? "warn" : "error";
      this.#log[level]({ ...last, leftOut, withinMs: this.#intervalMs }, "the same again, counted");
    }
    this.#kinds.clear();
  }
}

function distinction(facts: object): string {
  const { route, status, err } = facts as Readonly<Record<string, unknown>>;
  const fault = err instanceof Error ? `${err.name} ${err.message.slice(0, 200)}` : "";
  return `${String(route ?? "")} ${String(status ?? "")} ${fault}`;
}
