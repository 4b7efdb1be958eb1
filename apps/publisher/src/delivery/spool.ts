import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { LogSink } from "@millrace/common";
import {
  LogDamagedError,
  type LogEntry,
  LogFullError,
  type Recovery,
  SegmentLog,
} from "@millrace/segment-log";
import type { EventRecord } from "./event-store.ts";
import { ReplayCursor } from "./replay-cursor.ts";
import { decodeEntry, emptyEntry, encodeEntry, type SpooledRecord } from "./spool-entry.ts";

/** Settings of a {@link Spool}. */
export interface SpoolOptions {
  readonly maxBytes: number;
  readonly log: LogSink;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
}

/** What is known of a spool without asking anybody. */
export interface SpoolFacts {
  /** Events that wait. */
  readonly events: number;
  /** What is on the disk, with what was replayed and not yet removed. */
  readonly bytes: number;
  readonly maxBytes: number;
  /** How long the oldest has waited, in milliseconds; 0 when none waits. */
  readonly oldestAgeMs: number;
  /** Why nothing could be written, as long as that is so. */
  readonly fault?: string;
}

/** An entry of a spool. */
export interface Waiting {
  readonly entry: LogEntry;
  /** `empty`: it only tried the disk; `unreadable`: another version wrote it. */
  readonly content: SpooledRecord | "empty" | "unreadable";
}

/** Records on the disk that wait for Kafka, in order, and how far they were replayed. */
export class Spool {
  readonly #log: SegmentLog;
  readonly #cursor: ReplayCursor;
  readonly #options: SpoolOptions;
  readonly #clock: () => number;
  #replayedTo: number;
  #events: number;
  #oldestAtMs: number | undefined;
  #fault: unknown;
  #appending = 0;
  #lastAppend: Promise<unknown> = Promise.resolve();

  private constructor(
    log: SegmentLog,
    cursor: ReplayCursor,
    {
      options,
      events,
      oldestAtMs,
    }: { readonly options: SpoolOptions; readonly events: number; readonly oldestAtMs: number | undefined },
  ) {
    this.#log = log;
    this.#cursor = cursor;
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#replayedTo = Math.max(cursor.position ?? 0, log.firstPosition);
    this.#events = events;
    this.#oldestAtMs = oldestAtMs;
  }

  /**
   * Opens a spool and recovers it; what was not as it was written is logged.
   * @param folder of its own; made where there is none
   * @throws LogLockedError while another process has it, and what the system throws
   */
  static async open(folder: string, options: SpoolOptions): Promise<Spool> {
    await mkdir(folder, { recursive: true });
    const cursor = await ReplayCursor.open(join(folder, "cursor"));
    const startAt = cursor.position ?? 0;
    let [events, oldestAtMs] = [0, undefined as number | undefined];
    const visit = ({ position, payload }: LogEntry) => {
      if (position < startAt) return;
      events += 1;
      oldestAtMs ??= timeOf(contentOf(payload));
    };
    try {
      const log = await SegmentLog.open(folder, { maxBytes: options.maxBytes, startAt, visit });
      tell(log.recovery, folder, options.log);
      return new Spool(log, cursor, { options, events, oldestAtMs });
    } catch (error) {
      await cursor.close();
      throw error;
    }
  }

  /** Whether nothing waits, nor is on its way to the disk. */
  get isEmpty(): boolean {
    return this.#appending === 0 && this.#replayedTo >= this.#log.endPosition;
  }

  /** How much waits, in bytes. */
  get waitingBytes(): number {
    return this.#log.endPosition - this.#replayedTo;
  }

  /** The position behind the last entry on the disk. */
  get end(): number {
    return this.#log.endPosition;
  }

  get facts(): SpoolFacts {
    const oldestAgeMs =
      this.#events === 0 ? 0 : Math.max(0, this.#clock() - (this.#oldestAtMs ?? this.#clock()));
    const facts = {
      events: this.#events,
      bytes: this.#log.sizeBytes,
      maxBytes: this.#options.maxBytes,
      oldestAgeMs,
    };
    if (this.#fault === undefined) return facts;
    return { ...facts, fault: this.#fault instanceof Error ? this.#fault.message : String(this.#fault) };
  }

  /**
   * Puts records behind those that wait; resolves when they are on the disk.
   * @throws LogFullError, LogWriteError, LogClosedError; then none of them is kept
   */
  async append(records: readonly EventRecord[]): Promise<void> {
    const spooledAtMs = this.#clock();
    await this.appendEntries(records.map((record) => encodeEntry({ record, spooledAtMs })));
  }

  /** As {@link append}, for entries as they stood in a spool. */
  async appendEntries(payloads: readonly Buffer[]): Promise<void> {
    this.#appending += 1;
    const append = this.#log.append(payloads);
    this.#lastAppend = append;
    try {
      await append;
      if (this.#events === 0) this.#oldestAtMs = this.#clock();
      this.#events += payloads.length;
      this.#setFault(undefined);
    } catch (error) {
      this.#setFault(error);
      throw error;
    } finally {
      this.#appending -= 1;
    }
  }

  /** After a fault: looks whether it can be written again. */
  async probe(): Promise<void> {
    if (this.#fault === undefined) return;
    await this.appendEntries([emptyEntry]).catch(() => undefined);
  }

  /** Resolves when what is on its way to the disk now is there, or is not going to be. */
  async appended(): Promise<void> {
    await this.#lastAppend.catch(() => undefined);
  }

  /** What waits, from the oldest on, as many at once as a read of the disk gives. Damage is logged and passed over. */
  async *read(): AsyncGenerator<readonly Waiting[]> {
    let at = this.#replayedTo;
    for (;;) {
      try {
        for await (const entries of this.#log.read(at)) {
          at = entries.at(-1)?.end ?? at;
          yield entries.map((entry) => ({ entry, content: contentOf(entry.payload) }));
        }
        return;
      } catch (error) {
        if (!(error instanceof LogDamagedError)) throw error;
        this.#options.log.error({ err: error }, "the spool is damaged; what can be read is replayed");
      }
    }
  }

  /** Says that everything before a position is settled: it is not read again, after a start neither. */
  async advance(position: number, settled: readonly Waiting[]): Promise<void> {
    this.#replayedTo = Math.max(this.#replayedTo, position);
    this.#events = this.isEmpty ? 0 : Math.max(0, this.#events - settled.length);
    const last = settled.at(-1);
    this.#oldestAtMs = (last && timeOf(last.content)) ?? this.#oldestAtMs;
    try {
      // Before anything is written: on a full disk this makes room.
      await this.#log.trim(this.#replayedTo);
      this.#cursor.write(this.#replayedTo);
      if (this.isEmpty) await this.#cursor.sync();
      if (this.#fault instanceof LogFullError && this.#log.freeBytes > this.#options.maxBytes / 32)
        this.#setFault(undefined);
    } catch (error) {
      // What was replayed is replayed again after a crash; nothing is lost.
      this.#options.log.error({ err: error }, "how far the spool was replayed cannot be noted");
    }
  }

  /** Logs when it begins and when it ends, not with every event between. */
  #setFault(fault: unknown): void {
    const { log } = this.#options;
    if (fault !== undefined && this.#fault === undefined)
      log.error({ err: fault }, "the spool takes nothing more");
    if (fault === undefined && this.#fault !== undefined) log.info("the spool takes events again");
    this.#fault = fault;
  }

  /** Waits for what is on its way to the disk, and gives the folder free. */
  async close(): Promise<void> {
    await this.#log.close();
    await this.#cursor.close();
  }
}

function contentOf(payload: Buffer): Waiting["content"] {
  try {
    return decodeEntry(payload) ?? "empty";
  } catch {
    return "unreadable";
  }
}

function timeOf(content: Waiting["content"]): number | undefined {
  return typeof content === "object" ? content.spooledAtMs : undefined;
}

function tell(
  { tornTail, damages, missing, quarantinedBytes }: Recovery,
  folder: string,
  log: LogSink,
): void {
  if (tornTail !== undefined)
    log.info({ folder, ...tornTail }, "the spool ended in a write that was not finished; it was cut off");
  for (const range of damages)
    log.error({ folder, ...range }, "the spool is damaged; what stood there cannot be replayed");
  for (const range of missing) log.error({ folder, ...range }, "a part of the spool is missing");
  if (quarantinedBytes > 0)
    log.warn({ folder, quarantinedBytes }, "damaged parts of the spool were put aside");
}
