import { setImmediate as nextTurn } from "node:timers/promises";
import { Appends, type Group } from "./appends.ts";
import { DiskFolder } from "./disk-folder.ts";
import { bytesOf, headerBytes } from "./entry-format.ts";
import {
  EntryNotFoundError,
  LogClosedError,
  LogDamagedError,
  LogFullError,
  LogWriteError,
} from "./errors.ts";
import type { LogFolder } from "./log-folder.ts";
import type { SegmentLogOptions } from "./options.ts";
import { type Range, recover, type Recovery } from "./recovery.ts";
import { type LogEntry, scan } from "./scan.ts";
import { Segment, segmentAt, segmentName } from "./segment.ts";

const nothing = (): void => undefined;

/** A durable log of byte entries for one process; see the README for what it promises. */
export class SegmentLog implements AsyncDisposable {
  /** What opening has found. */
  readonly recovery: Recovery;
  readonly #folder: LogFolder;
  readonly #options: Required<Omit<SegmentLogOptions, "takeFolder" | "startAt" | "visit">>;
  readonly #segments: Segment[];
  readonly #damages: Range[];
  readonly #appends: Appends;
  #bytes: number;
  #writing: Promise<void> | undefined;
  /** What is done to the files, one after the other. */
  #serial: Promise<unknown> = Promise.resolve();
  #syncTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(
    folder: LogFolder,
    state: { readonly segments: Segment[]; readonly recovery: Recovery },
    options: SegmentLogOptions,
  ) {
    const maxBytes = options.maxBytes ?? 1024 ** 3;
    this.#folder = folder;
    this.#segments = state.segments;
    this.recovery = state.recovery;
    this.#damages = [...state.recovery.damages];
    this.#bytes = state.segments.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#appends = new Appends(this.endPosition);
    this.#options = {
      sync: "each-append",
      syncIntervalMs: 200,
      segmentBytes: Math.min(32 * 1024 * 1024, Math.ceil(maxBytes / 16)),
      onFault: nothing,
      ...options,
      maxBytes,
    };
  }

  /**
   * Opens a log, which is made where there is none, and recovers it.
   * @param path of a folder of its own
   * @throws LogLockedError while another process has it; LogWriteError
   */
  static async open(path: string, options: SegmentLogOptions = {}): Promise<SegmentLog> {
    const { takeFolder = (path) => DiskFolder.take(path), startAt = 0, visit = nothing } = options;
    const folder = await takeFolder(path);
    try {
      return new SegmentLog(folder, await recover(folder, { startAt, visit }), options);
    } catch (error) {
      await folder.release();
      throw error;
    }
  }

  /** The position of the first entry that was not trimmed; that of the next one in an empty log. */
  get firstPosition(): number {
    return this.#first.base;
  }

  /** The position behind the last entry that is written. */
  get endPosition(): number {
    return this.#active.end;
  }

  /** What the files hold and what is on its way to them. */
  get sizeBytes(): number {
    return this.#bytes + this.#appends.bytes;
  }

  /** How much may still be appended. */
  get freeBytes(): number {
    return Math.max(0, this.#options.maxBytes - this.sizeBytes);
  }

  /**
   * Appends entries, one behind the other; those of all callers that wait are written together. The payloads are copied at
   * once.
   * @returns their positions, when they are as durable as the log's policy says
   * @throws LogFullError, LogWriteError; then none of them is in the log. LogClosedError
   */
  append(payloads: readonly Uint8Array[]): Promise<readonly number[]> {
    const { maxBytes } = this.#options;
    if (this.#isClosed) return Promise.reject(new LogClosedError(this.#folder.path));
    if (payloads.length === 0) return Promise.resolve([]);
    const bytes = payloads.reduce((sum, payload) => sum + bytesOf(payload), 0);
    if (this.sizeBytes + bytes > maxBytes) {
      return Promise.reject(new LogFullError(this.#folder.path, { sizeBytes: this.sizeBytes, maxBytes }));
    }
    const appended = this.#appends.add(payloads, bytes);
    this.#wake();
    return appended;
  }

  /**
   * Entries from a position on, as many at once as a read of the disk gives, up to the end that the log has when it is
   * reached. Damage that opening has told of is passed over.
   * @param from where an entry begins; default {@link firstPosition}
   * @throws LogDamagedError at damage that is found now; reading from the same position again passes it over
   */
  async *read(from = this.firstPosition): AsyncGenerator<readonly LogEntry[]> {
    let at = Math.max(from, this.firstPosition);
    while (at < this.endPosition) {
      const segment = segmentAt(this.#segments, at);
      const damage = this.#damages.find((range) => range.from <= at && at < range.to);
      if (segment === undefined || damage !== undefined) {
        at = damage?.to ?? this.#segments.find(({ base }) => base > at)?.base ?? this.endPosition;
        continue;
      }
      const to = Math.min(
        segment.end,
        ...this.#damages.flatMap((range) => (range.from > at ? range.from : [])),
      );
      for await (const found of scan({ file: segment.file, base: segment.base, from: at, to })) {
        if (found.kind === "damage") throw this.#damaged(found);
        at = found.entries.at(-1)?.end ?? at;
        yield found.entries;
      }
    }
  }

  /**
   * The payload of the entry at a position, read while everything else waits: a few microseconds where the system has it in
   * memory.
   * @throws EntryNotFoundError, LogDamagedError, and what the system throws
   */
  readAtSync(position: number): Buffer {
    const { path } = this.#folder;
    const payload = segmentAt(this.#segments, position)?.payloadAt(position);
    if (payload === undefined) throw new EntryNotFoundError(path, position);
    if (payload === "damaged")
      throw new LogDamagedError(path, { from: position, to: position + headerBytes });
    return payload;
  }

  /**
   * Says that entries before a position are not needed any more. Segments that hold no other go; one with damage is put
   * aside in the folder `quarantine`.
   * @throws what the system throws when a file cannot be removed
   */
  trim(before: number): Promise<void> {
    return this.#inTurn(async () => {
      if (before >= this.endPosition) await this.#roll().catch(nothing);
      while (this.#first !== this.#active && this.#first.end <= before) await this.#removeFirst();
    });
  }

  /**
   * Resolves when all that was appended before survives a loss of power.
   * @throws LogWriteError
   */
  async flush(): Promise<void> {
    await this.#writing;
    await this.#inTurn(() => this.#sync());
  }

  /** Takes nothing more, writes and syncs what it has taken, and gives the folder free. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#syncTimer);
    try {
      await this.flush();
    } finally {
      await Promise.all(this.#segments.map(({ file }) => file.close()));
      await this.#folder.release();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  get #first(): Segment {
    return this.#segments[0] as Segment;
  }

  get #active(): Segment {
    return this.#segments.at(-1) as Segment;
  }

  #wake(): void {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
      if (this.#appends.bytes > 0) this.#wake();
    });
  }

  /** Writes what waits until nothing does; what comes in the same turn of the loop goes together. */
  async #write(): Promise<void> {
    await nextTurn();
    while (this.#appends.bytes > 0) await this.#inTurn(() => this.#writeGroup(this.#appends.take()));
  }

  async #writeGroup(group: Group): Promise<void> {
    const { path } = this.#folder;
    const { segmentBytes, sync } = this.#options;
    try {
      if (this.#active.bytes + group.bytes > segmentBytes) await this.#roll();
      await this.#active.write(group.buffers, { path, isSynced: sync === "each-append" });
      this.#bytes += group.bytes;
      group.resolve();
      if (sync === "interval") this.#syncLater();
    } catch (error) {
      const fault = error instanceof LogWriteError ? error : new LogWriteError(path, error);
      // Those that wait have been given positions behind those of this group.
      group.reject(fault);
      this.#appends.rejectAll(fault, this.endPosition);
    }
  }

  /** Begins a new segment, unless nothing stands in the present one. */
  async #roll(): Promise<void> {
    if (this.#active.bytes === 0) return;
    if (this.#options.sync !== "each-append") await this.#sync();
    const base = this.endPosition;
    this.#segments.push(new Segment(base, await this.#folder.create(segmentName(base)), 0));
  }

  async #removeFirst(): Promise<void> {
    const { base, end, file, bytes } = this.#first;
    const name = segmentName(base);
    const isDamaged = this.#damages.some(({ from }) => base <= from && from < end);
    await (isDamaged ? this.#folder.quarantine(name) : this.#folder.remove(name));
    this.#segments.shift();
    this.#bytes -= bytes;
    await file.close();
  }

  async #sync(): Promise<void> {
    try {
      await this.#active.file.sync();
    } catch (error) {
      throw new LogWriteError(this.#folder.path, error);
    }
  }

  #syncLater(): void {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = undefined;
      void this.#inTurn(() => this.#sync()).catch(this.#options.onFault);
    }, this.#options.syncIntervalMs).unref();
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#serial.then(act);
    this.#serial = done.catch(nothing);
    return done;
  }

  #damaged({ from, to }: Range): LogDamagedError {
    this.#damages.push({ from, to });
    return new LogDamagedError(this.#folder.path, { from, to });
  }
}
