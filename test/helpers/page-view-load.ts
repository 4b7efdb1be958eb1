import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type KafkaConnection, parseAvroSchema, parseFrame, readTopic } from "@millrace/kafka";
import { expect } from "vitest";
import { pageViewEvent } from "../unit/publisher/page-view-event.ts";

const perBatch = 20;
/** Between two requests of a client, in milliseconds. */
const pauseMs = 10;
/** Long past, so that no clock of the publisher takes it for the future. */
const timestamp = 1_611_662_684;

interface Answer {
  readonly results?: readonly { readonly status: string; readonly stored_in?: "kafka" | "spool" }[];
}

interface PageView {
  readonly event_id: string;
}

/** Clients that post batches of page views, and send again what was not accepted until it is, with the same ids. */
export class PageViewLoad {
  readonly #url: string;
  /** Where each accepted event was first said to be. */
  readonly accepted = new Map<string, "kafka" | "spool">();
  /** Codes of answers, with how many there were of each; 0: no answer. */
  readonly answers = new Map<number, number>();
  #isStopped = false;
  #clients: Promise<unknown> = Promise.resolve();

  /** @param publisher whose page views are posted */
  constructor(publisher: { readonly url: string }) {
    this.#url = `${publisher.url}/api/pageviews/batch`;
  }

  start(clients = 3): void {
    this.#clients = Promise.all(Array.from({ length: clients }, () => this.#post()));
  }

  /** Ends when every event that was posted has been accepted. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#clients;
  }

  /** Waits until so many more events were accepted, of those that are in one place where that is given. */
  async untilAccepted(more: number, place?: "kafka" | "spool"): Promise<void> {
    const count = () =>
      place === undefined
        ? this.accepted.size
        : [...this.accepted.values()].filter((where) => where === place).length;
    const wanted = count() + more;
    await expect.poll(count, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(wanted);
  }

  /** Waits until there was so often an answer of a code; 0: none. */
  async untilAnswered(code: number, times = 1): Promise<void> {
    const wanted = (this.answers.get(code) ?? 0) + times;
    await expect
      .poll(() => this.answers.get(code) ?? 0, { timeout: 60_000, interval: 20 })
      .toBeGreaterThanOrEqual(wanted);
  }

  /**
   * The topic holds exactly the accepted events.
   * @returns how many of its records hold one that it has already
   */
  async expectInKafka(connection: KafkaConnection): Promise<number> {
    const ids = await readIds(connection);
    const unique = new Set(ids);
    const lost = [...this.accepted].filter(([id]) => !unique.has(id));
    const unknown = [...unique].filter((id) => !this.accepted.has(id));
    expect({ lost: lost.length, unknown: unknown.length, examples: lost.slice(0, 3) }).toEqual({
      lost: 0,
      unknown: 0,
      examples: [],
    });
    return ids.length - unique.size;
  }

  async #post(): Promise<void> {
    while (!this.#isStopped) {
      let left: readonly PageView[] = Array.from({ length: perBatch }, pageView);
      while (left.length > 0) {
        left = await this.#send(left);
        await delay(pauseMs);
      }
    }
  }

  /** Returns what was not accepted. */
  async #send(batch: readonly PageView[]): Promise<readonly PageView[]> {
    const { status, results } = await this.#ask(batch);
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    expect([0, 202, 207, 503]).toContain(status);
    return batch.filter(({ event_id: id }, at) => {
      const result = results?.[at];
      if (result?.status !== "accepted" && result?.status !== "duplicate") return true;
      if (result.stored_in !== undefined && !this.accepted.has(id)) this.accepted.set(id, result.stored_in);
      return false;
    });
  }

  async #ask(batch: readonly PageView[]): Promise<Answer & { readonly status: number }> {
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(batch),
      });
      return { status: response.status, ...((await response.json()) as Answer) };
    } catch {
      // The publisher has gone before it has answered.
      return { status: 0 };
    }
  }
}

function pageView() {
  return {
    event_id: randomUUID(),
    user_id: 1234,
    postcode: "SW19",
    webpage: "www.website.com/index.html",
    timestamp,
  };
}

async function readIds(connection: KafkaConnection): Promise<readonly string[]> {
  const { schema, topic } = pageViewEvent();
  const type = parseAvroSchema(schema);
  const ids: string[] = [];
  for await (const { value } of readTopic(connection, topic)) {
    const { payload } = parseFrame(value as Buffer);
    ids.push((type.fromBuffer(payload) as PageView).event_id);
  }
  return ids;
}
