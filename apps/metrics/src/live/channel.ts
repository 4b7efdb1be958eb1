import { type Change, NewestChanges } from "./change.ts";
import { FrameLog } from "./frame-log.ts";
import { frame, heartbeatFrame, partsOf, rowsFrame } from "./frames.ts";
import type { LiveRows } from "./live-rows.ts";
import { type Position, type TopicPosition, writePosition } from "./position.ts";

/** Somebody who is sent a channel's frames, at the pace at which they are taken. */
export interface Follower {
  /** The number of the next frame; undefined while others come first. */
  readonly next: number | undefined;
  /** There are new frames. */
  pump(): void;
  /** The next frame is not kept any more. */
  fellBehind(): void;
  /** No further frame connects to those that were sent. */
  broken(reason: string): void;
}

/** Limits and the clock of a channel. */
export interface ChannelOptions {
  /** How far a follower may stay behind, in bytes. */
  readonly bufferBytes: number;
  /** How long changes are gathered into one frame, in milliseconds. */
  readonly flushMs: number;
  readonly now: () => number;
}

/** A set of tables that is sent to many: every frame is made once. */
export class Channel {
  readonly rows: readonly LiveRows[];
  readonly log: FrameLog;
  readonly #options: ChannelOptions;
  readonly #followers = new Set<Follower>();
  readonly #pending = new Map<LiveRows, NewestChanges>();
  #sent: Map<string, TopicPosition> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastFrameAtMs: number;
  #isBroken = false;

  constructor(rows: readonly LiveRows[], options: ChannelOptions) {
    this.rows = rows;
    this.#options = options;
    this.log = new FrameLog(options.bufferBytes);
    this.#lastFrameAtMs = options.now();
    for (const each of rows) each.listen(this);
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  get followers(): number {
    return this.#followers.size;
  }

  /** How far every topic was read; undefined before the first contact with each of them. */
  get position(): Position | undefined {
    const positions = this.rows.map(({ position }) => position);
    if (positions.some((position) => position === undefined)) return undefined;
    return new Map(positions.flatMap((position) => [...(position ?? [])]));
  }

  join(follower: Follower): void {
    this.#followers.add(follower);
  }

  /** @returns how many are left */
  leave(follower: Follower): number {
    this.#followers.delete(follower);
    return this.#followers.size;
  }

  changed(rows: LiveRows, changes: readonly Change[]): void {
    let pending = this.#pending.get(rows);
    if (pending === undefined) this.#pending.set(rows, (pending = new NewestChanges()));
    for (const change of changes) pending.add(change);
    this.#timer ??= setTimeout(() => this.flush(), this.#options.flushMs);
  }

  /** Sends what was gathered: from here on what comes later stands in later frames. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isBroken) return;
    for (const made of this.#framesOfPending()) this.broadcast(made);
  }

  /** Sends a frame to everybody. */
  broadcast(made: Buffer): void {
    this.log.append(made);
    this.#lastFrameAtMs = this.#options.now();
    for (const follower of this.#followers) follower.pump();
    this.log.trim();
    for (const follower of this.#followers)
      if (follower.next !== undefined && follower.next < this.log.first) follower.fellBehind();
  }

  /** Sends a frame that says no more than its data. */
  tell(event: string, data: unknown): void {
    this.broadcast(frame(event, JSON.stringify(data)));
  }

  /** Sends a heartbeat where nothing was sent for so long. */
  keepAlive(heartbeatMs: number): void {
    if (this.#options.now() - this.#lastFrameAtMs >= heartbeatMs) this.broadcast(heartbeatFrame);
  }

  /** Nothing is sent any more; every follower is told why. */
  broken(reason: string): void {
    if (this.#isBroken) return;
    this.close();
    for (const follower of this.#followers) follower.broken(reason);
  }

  close(): void {
    this.#isBroken = true;
    clearTimeout(this.#timer);
    for (const each of this.rows) each.unlisten(this);
  }

  /** Each table's last frame says how far all tables were sent by then. */
  #framesOfPending(): readonly Buffer[] {
    const atMs = this.#options.now();
    const heads = this.position;
    const sent = this.#sent;
    const frames = this.rows.flatMap((rows, index) => {
      const changes = this.#pending.get(rows)?.take() ?? [];
      if (heads !== undefined && sent !== undefined) this.#advance(sent, { index, heads });
      if (changes.length === 0) return [];
      return tableFrames(rows, changes, { atMs, id: sent && writePosition(sent, atMs) });
    });
    // Nobody follows before the first flush.
    if (heads !== undefined) this.#sent ??= new Map(heads);
    return frames;
  }

  /** A topic that several tables take from is sent when the last of them is. */
  #advance(
    sent: Map<string, TopicPosition>,
    { index, heads }: { readonly index: number; readonly heads: Position },
  ): void {
    const later = new Set(this.rows.slice(index + 1).flatMap(({ topics }) => topics));
    for (const topic of this.rows[index]?.topics ?? []) {
      const head = heads.get(topic.facts.topic);
      if (head !== undefined && !later.has(topic)) sent.set(topic.facts.topic, head);
    }
  }
}

/** Frames of one table's changes; the last one alone has the id. */
export function tableFrames(
  { pair: { table } }: LiveRows,
  changes: readonly Change[],
  { atMs, id }: { readonly atMs: number; readonly id?: string | undefined },
): readonly Buffer[] {
  const parts = partsOf(changes);
  return parts.map((part, at) =>
    rowsFrame(table, part, { atMs, id: at === parts.length - 1 ? id : undefined }),
  );
}
