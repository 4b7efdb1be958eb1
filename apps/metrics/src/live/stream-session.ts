import type { Writable } from "node:stream";
import { StreamGapError } from "./backfill.ts";
import type { Channel, Follower } from "./channel.ts";
import { reasonFrame } from "./frames.ts";
import type { Hub } from "./hub.ts";
import type { StreamStart } from "./stream-start.ts";

/** What a client asked for. */
export interface StreamRequest {
  /** `<domain>/<table>` each. */
  readonly tables: readonly string[];
  readonly minutes: number;
  /** Of the last frame that it took. */
  readonly lastEventId?: string | undefined;
}

/** A table is not served, or not any more. */
export class NotServedError extends Error {}

/** How long a client that is dropped may take to read why, in milliseconds. */
const lingerMs = 5_000;
const tries = 3;

/** One client: frames are written at the pace at which it takes them, and nothing is held for it alone but its backfill. */
export class StreamSession implements Follower {
  readonly #hub: Hub;
  readonly #request: StreamRequest;
  readonly #output: Writable;
  #channel: Channel | undefined;
  /** Frames for it alone, before the channel's. */
  #own: readonly Buffer[] = [];
  #written = 0;
  #next: number | undefined;
  #isEnded = false;

  /** @param output what the client reads; its end ends the session */
  constructor(hub: Hub, request: StreamRequest, output: Writable) {
    this.#hub = hub;
    this.#request = request;
    this.#output = output;
    output.on("drain", () => this.pump());
    output.once("close", () => this.#end());
    output.on("error", () => this.#end());
  }

  get next(): number | undefined {
    return this.#next;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /**
   * Finds where the client begins, and writes nothing yet.
   * @returns writes the given first frame, and then what comes until the client leaves
   * @throws NotServedError, StreamGapError, TooManyRecordsError, and what the store throws; the session is ended then
   */
  async open(): Promise<(hello: Buffer) => void> {
    try {
      const { lastEventId } = this.#request;
      const { start, isResumed } = await this.#find(lastEventId);
      const isLost = lastEventId !== undefined && !isResumed;
      const reset = isLost
        ? [reasonFrame("reset", "what came since the last frame cannot be had any more")]
        : [];
      return (hello) => this.#begin(start, [hello, ...reset]);
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  pump(): void {
    if (this.#next === undefined) return;
    while (!this.#isEnded && !this.#output.writableNeedDrain) {
      const frame = this.#take(this.#next);
      if (frame === undefined) return;
      this.#output.write(frame);
    }
  }

  fellBehind(): void {
    this.drop("the client reads more slowly than rows come");
  }

  broken(reason: string): void {
    // Without a next frame it is being looked for, and the break will be found.
    if (this.#isEnded || this.#next === undefined) return;
    this.#next = undefined;
    void this.#beginAnew(reason);
  }

  /** Ends the stream and says why. */
  drop(reason: string): void {
    if (this.#isEnded) return;
    this.#end();
    this.#output.end(reasonFrame("dropped", reason));
    setTimeout(() => this.#output.destroy(), lingerMs).unref();
  }

  #begin({ frames, next }: StreamStart, before: readonly Buffer[]): void {
    if (this.#isEnded) return;
    this.#own = [...before, ...frames];
    this.#written = 0;
    this.#next = next;
    this.pump();
    if (this.#channel?.isBroken === true) this.broken("live rows begin anew");
  }

  async #beginAnew(reason: string): Promise<void> {
    try {
      // The hub may still be changing what it serves.
      await Promise.resolve();
      const { start } = await this.#find();
      this.#begin(start, [reasonFrame("reset", reason)]);
    } catch (error) {
      this.drop(error instanceof Error ? error.message : String(error));
    }
  }

  /** Where the client begins on a channel that holds. */
  async #find(id?: string): Promise<{ readonly start: StreamStart; readonly isResumed: boolean }> {
    let fault: unknown;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const channel = this.#enter();
      try {
        const resumed = id === undefined ? undefined : await this.#hub.resume(channel, id);
        const start = resumed ?? (await this.#hub.backfill(channel, this.#request.minutes));
        if (!channel.isBroken) return { start, isResumed: resumed !== undefined };
      } catch (error) {
        if (!(error instanceof StreamGapError)) throw error;
        fault = error;
      }
    }
    throw fault ?? new StreamGapError("live rows begin anew again and again");
  }

  /** The next frame to be written. */
  #take(next: number): Buffer | undefined {
    const own = this.#own[this.#written];
    if (own !== undefined) {
      this.#written += 1;
      return own;
    }
    this.#own = [];
    this.#written = 0;
    const frame = this.#channel?.log.at(next);
    if (frame !== undefined) this.#next = next + 1;
    return frame;
  }

  #enter(): Channel {
    this.#leaveChannel();
    const channel = this.#hub.channel(this.#request.tables);
    if (channel === undefined)
      throw new NotServedError(`not all of ${this.#request.tables.join(", ")} are served`);
    this.#channel = channel;
    channel.join(this);
    return channel;
  }

  #leaveChannel(): void {
    if (this.#channel === undefined) return;
    this.#channel.leave(this);
    this.#hub.release(this.#channel);
    this.#channel = undefined;
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#own = [];
    this.#leaveChannel();
  }
}
