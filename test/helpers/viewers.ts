import type { StreamEvent } from "./live-streams-oracle.ts";

const types = [
  "viewer_join",
  "viewer_join",
  "viewer_leave",
  "chat_message",
  "chat_message",
  "donation",
] as const;

/** Where a run's events come from. */
export interface ViewersOptions {
  /** Numbers from 0 to 1, the same for the same seed. */
  readonly random: () => number;
  /** Part of every identifier. */
  readonly id: string;
}

/** Makes events of some viewers who come and go in some streams, not always in that order. */
export class Viewers {
  readonly #random: () => number;
  readonly #id: string;
  #count = 0;

  constructor({ random, id }: ViewersOptions) {
    this.#random = random;
    this.#id = id;
  }

  /** One event of any viewer, stream and type. */
  event(ts: string): StreamEvent {
    const event_type = types[this.#whole(types.length)] ?? "chat_message";
    this.#count += 1;
    const common = {
      event_id: `${this.#id} ${this.#count}`,
      ts,
      stream_id: `stream-${this.#whole(13)} ${this.#id}`,
      user_id: `viewer-${this.#whole(9)} 👩‍🚀 ${this.#id}`,
    };
    return event_type === "donation"
      ? { ...common, event_type, amount_usd: this.#whole(10_000) / 100 }
      : { ...common, event_type };
  }

  #whole(below: number): number {
    return Math.floor(this.#random() * below);
  }
}
