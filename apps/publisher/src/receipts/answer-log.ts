import { createHash } from "node:crypto";
import { type AnswerBlock, decodeAnswer, encodeAnswer } from "./answer-block.ts";
import type { BlockLog } from "./block-log.ts";
import { derivedId } from "./derived-id.ts";
import type { Answers, Begun, KeyedRun, KnownAnswer, StoredAnswer } from "./idempotency.ts";

/** How an {@link AnswerLog} remembers. */
export interface AnswerLogOptions {
  readonly log: BlockLog;
  /** How long a request is remembered, in milliseconds. */
  readonly horizonMs: number;
  /** How many requests are remembered. Default 100,000: about 40 MB of memory. */
  readonly maxRequests?: number;
  /** What their answers may take of the disk. Default 256 MiB. */
  readonly maxLogBytes?: number;
  /** A longer body is not kept: a repeat then gets its items as duplicates. Default 8 MiB. */
  readonly maxBodyBytes?: number;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
  /** Milliseconds that never go back. Default `performance.now`. */
  readonly monotonic?: () => number;
}

/** What is told of remembered answers. */
export interface AnswerFacts {
  readonly requests: number;
  readonly requestsUnderWay: number;
  readonly diskBytes: number;
  /** Answers that were given again. */
  readonly replayed: number;
  /** Answers that could not be written or read. */
  readonly failures: number;
}

interface Remembered {
  readonly position: number;
  readonly hasAnswer: boolean;
  readonly bodyHash: Buffer;
  /** By the clock that never goes back. */
  readonly atMs: number;
}

const retryAfterSeconds = 1;

/** Answers of requests within a horizon of time, count and bytes: hashes in memory, answers in a log on the disk. */
export class AnswerLog implements Answers {
  readonly #options: Required<AnswerLogOptions>;
  /** By scope and key, the oldest first. */
  readonly #requests = new Map<string, Remembered>();
  readonly #underWay = new Set<string>();
  #replayed = 0;
  #failures = 0;

  private constructor(options: AnswerLogOptions) {
    this.#options = {
      maxRequests: 100_000,
      maxLogBytes: 256 * 1024 ** 2,
      maxBodyBytes: 8 * 1024 ** 2,
      clock: Date.now,
      monotonic: () => performance.now(),
      ...options,
    };
  }

  /** Begins with what a log remembers. */
  static async open(options: AnswerLogOptions): Promise<AnswerLog> {
    const answers = new AnswerLog(options);
    await answers.#recall();
    return answers;
  }

  begin(scope: string, key: string, bodyHash?: Uint8Array): Begun {
    this.#forgetOld();
    // A key is printable, so that the last zero ends the scope.
    const name = createHash("sha256").update(`${scope}\0${key}`).digest();
    const text = name.toString("latin1");
    if (this.#underWay.has(text)) return { kind: "in-use", retryAfterSeconds };
    const request = this.#requests.get(text);
    if (request === undefined) return this.#run(name, text);
    if (bodyHash !== undefined && !request.bodyHash.equals(bodyHash)) return { kind: "reused" };
    const known = request.hasAnswer ? this.#known(request) : undefined;
    return known ?? this.#run(name, text);
  }

  facts(): AnswerFacts {
    return {
      requests: this.#requests.size,
      requestsUnderWay: this.#underWay.size,
      diskBytes: this.#options.log.sizeBytes,
      replayed: this.#replayed,
      failures: this.#failures,
    };
  }

  /** Gives the log free. */
  async close(): Promise<void> {
    await this.#options.log.close();
  }

  #run(name: Buffer, text: string): KeyedRun {
    this.#underWay.add(text);
    const end = async (bodyHash: Uint8Array | undefined, answer?: StoredAnswer): Promise<void> => {
      try {
        if (bodyHash !== undefined) await this.#write(name, bodyHash, answer);
      } finally {
        this.#underWay.delete(text);
      }
    };
    return {
      kind: "run",
      idOf: (index, item) => derivedId(name, index, item),
      settle: (answer, bodyHash) => end(bodyHash, answer),
      abandon: (bodyHash) => end(bodyHash),
    };
  }

  /** What is known of a request; undefined where its answer cannot be read any more. */
  #known({ position, bodyHash }: Remembered): KnownAnswer | undefined {
    const answer = this.#read(position);
    if (answer === undefined) return undefined;
    return {
      kind: "known",
      answerFor: (asked) => {
        if (!bodyHash.equals(asked)) return undefined;
        this.#replayed += 1;
        return answer;
      },
    };
  }

  #read(position: number): StoredAnswer | undefined {
    try {
      return decodeAnswer(this.#options.log.read(position))?.answer;
    } catch {
      this.#failures += 1;
      return undefined;
    }
  }

  async #write(name: Buffer, bodyHash: Uint8Array, answer: StoredAnswer | undefined): Promise<void> {
    const { log, clock, monotonic, maxBodyBytes } = this.#options;
    const isKept = answer !== undefined && answer.body.length <= maxBodyBytes;
    const block: AnswerBlock = { name, bodyHash, atMs: clock(), ...(isKept ? { answer } : {}) };
    const bytes = encodeAnswer(block);
    this.#makeRoom(bytes.length);
    try {
      this.#remember(block, { position: await log.append(bytes), atMs: monotonic() });
    } catch {
      this.#failures += 1;
    }
  }

  #remember(
    { name, bodyHash, answer }: AnswerBlock,
    { position, atMs }: Pick<Remembered, "position" | "atMs">,
  ): void {
    const text = name.toString("latin1");
    // What is known of a key moves behind all others.
    this.#requests.delete(text);
    const hasAnswer = answer !== undefined;
    this.#requests.set(text, { position, hasAnswer, bodyHash: Buffer.from(bodyHash), atMs });
  }

  #forgetOld(): void {
    const { horizonMs, maxRequests, monotonic } = this.#options;
    const before = monotonic() - horizonMs;
    this.#forget(({ atMs }) => atMs < before || this.#requests.size > maxRequests);
  }

  #makeRoom(bytes: number): void {
    const { log, maxLogBytes } = this.#options;
    this.#forget(({ position }) => log.end - position + bytes > maxLogBytes);
  }

  /** Forgets the oldest requests while they are to be forgotten. */
  #forget(isOver: (request: Remembered) => boolean): void {
    const before = this.#requests.size;
    for (const [text, request] of this.#requests) {
      if (!isOver(request)) break;
      this.#requests.delete(text);
    }
    if (this.#requests.size === before) return;
    const [oldest] = this.#requests.values();
    this.#options.log.trim(oldest?.position ?? this.#options.log.end);
  }

  async #recall(): Promise<void> {
    const { log, clock, monotonic } = this.#options;
    const [nowMs, now] = [clock(), monotonic()];
    for await (const { position, block } of log.blocks()) {
      const request = decodeAnswer(block);
      if (request === undefined) continue;
      this.#remember(request, { position, atMs: now - Math.max(0, nowMs - request.atMs) });
    }
    this.#forgetOld();
  }
}
