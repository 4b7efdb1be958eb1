import type { EventPlan } from "@millrace/domain";
import { z } from "zod";
import { isStopped, wait } from "../run/pace.ts";
import type { DueEvent } from "../run/run-generator.ts";
import type { Statistics } from "../run/statistics.ts";
import type { EventTarget } from "./event-target.ts";

/** How an {@link HttpTarget} posts. */
export interface HttpTargetOptions {
  /** The publisher: `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly events: readonly EventPlan[];
  readonly statistics: Statistics;
  /** Requests under way for one event type. With more than 1 events can overtake each other. Default 1. */
  readonly concurrency?: number;
  /** How long an answer of 503 or 429, or none, is tried again, in milliseconds. Default 60,000. */
  readonly patienceMs?: number;
  /** How long one answer is waited for, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** When it comes nothing is tried again. */
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

interface Answer {
  readonly status: string;
  readonly retryAfterMs: number | undefined;
  readonly body: unknown;
}

const maxItems = 1_000;
const firstPauseMs = 200;
const maxPauseMs = 5_000;

/** A publisher's answer to a batch. */
const itemResults = z.object({
  results: z.array(
    z.object({
      status: z.string(),
      reason: z.string().optional(),
      problems: z.array(z.object({ pointer: z.string(), expected: z.string() })).optional(),
    }),
  ),
});

type ItemResult = z.output<typeof itemResults>["results"][number];

/** Answers after which what is open is sent again. */
const passing = new Set(["207", "429", "503", "no answer"]);
const problem = z.object({ title: z.string(), detail: z.string().optional() });

/**
 * Posts events to the publisher, a batch a request and event type. Malformed events are posted one by one, so that what
 * becomes of each is told from what becomes of the others.
 */
export class HttpTarget implements EventTarget {
  readonly #options: HttpTargetOptions;
  readonly #paths: ReadonlyMap<string, string>;
  readonly #lanes = new Map<string, Set<Promise<void>>>();

  constructor(options: HttpTargetOptions) {
    this.#options = options;
    this.#paths = new Map(options.events.map(({ domain, name, path }) => [`${domain}.${name}`, path]));
  }

  async send(events: readonly DueEvent[]): Promise<void> {
    for (const [type, group] of byType(events)) {
      const path = this.#paths.get(type);
      if (path === undefined) {
        this.#options.statistics.settle("failed", group.length, `no event type ${type}`);
        continue;
      }
      const good = group.filter(({ flaw }) => flaw !== "malformed");
      for (let at = 0; at < good.length; at += maxItems)
        await this.#inLane(type, () => this.#postBatch(path, good.slice(at, at + maxItems)));
      for (const { event, flaw } of group)
        if (flaw === "malformed") await this.#inLane(type, () => this.#postMalformed(path, event));
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lanes.values()].flatMap((lane) => [...lane]));
  }

  /** Begins when the event type has a request less than it may have under way. */
  async #inLane(type: string, post: () => Promise<void>): Promise<void> {
    const lane = this.#lanes.get(type) ?? new Set<Promise<void>>();
    this.#lanes.set(type, lane);
    while (lane.size >= (this.#options.concurrency ?? 1)) await Promise.race(lane);
    const posting: Promise<void> = post().finally(() => lane.delete(posting));
    lane.add(posting);
  }

  async #postBatch(path: string, events: readonly DueEvent[]): Promise<void> {
    const { statistics, patienceMs = 60_000, signal } = this.#options;
    const giveUpAt = performance.now() + patienceMs;
    let open: readonly unknown[] = events.map(({ event }) => event);
    let isRepeat = false;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, maxPauseMs)) {
      const answer = await this.#post(`${path}/batch`, open);
      open = this.#settle(open, answer, isRepeat);
      if (open.length === 0) return;
      const waitMs = answer.retryAfterMs ?? pauseMs;
      const isLate = isStopped(signal) || performance.now() + waitMs > giveUpAt;
      if (isLate || !passing.has(answer.status))
        return statistics.settle("failed", open.length, reasonOf(answer));
      isRepeat = true;
      await wait(waitMs, signal);
    }
  }

  /** Counts the items that have their result; gives those that have none, or are to be sent again. */
  #settle(items: readonly unknown[], answer: Answer, isRepeat: boolean): readonly unknown[] {
    const found = itemResults.safeParse(answer.body);
    if (found.success && found.data.results.length === items.length)
      return items.filter((_, at) => !this.#settleItem(found.data.results[at] as ItemResult, isRepeat));
    if (answer.status !== "202") return items;
    this.#options.statistics.settle("accepted", items.length);
    return [];
  }

  /** Whether an item has its last result. What is known when it is sent again may be so from the time before. */
  #settleItem({ status, reason, problems }: ItemResult, isRepeat: boolean): boolean {
    const { statistics } = this.#options;
    if (status === "retry") return false;
    if (status === "accepted") statistics.settle("accepted");
    else if (status === "duplicate") statistics.settle(isRepeat ? "accepted" : "known");
    else {
      const [problem] = problems ?? [];
      const why = problem === undefined ? reason : `${problem.pointer}: expected ${problem.expected}`;
      statistics.settle("failed", 1, `${status}: ${why ?? "the publisher does not say why"}`);
    }
    return true;
  }

  async #postMalformed(path: string, event: unknown): Promise<void> {
    const { statistics } = this.#options;
    const answer = await this.#post(path, event);
    if (answer.status === "400") return statistics.settle("refused");
    statistics.settle("failed", 1, `a malformed event was answered ${answer.status}, expected 400`);
  }

  async #post(path: string, body: unknown): Promise<Answer> {
    const { url, statistics, timeoutMs = 30_000, fetch: post = fetch } = this.#options;
    const startedAt = performance.now();
    const answer = await this.#request(() =>
      post(new URL(path, url), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      }),
    );
    statistics.recordLatency(performance.now() - startedAt);
    statistics.countAnswer(answer.status);
    return answer;
  }

  async #request(act: () => Promise<Response>): Promise<Answer> {
    try {
      const response = await act();
      const text = await response.text();
      const retryAfterMs = retryAfter(response.headers.get("retry-after"));
      return { status: String(response.status), retryAfterMs, body: fromJson(text) };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const title = cause instanceof Error ? cause.message : String(cause);
      return { status: "no answer", retryAfterMs: undefined, body: { title } };
    }
  }
}

function byType(events: readonly DueEvent[]): ReadonlyMap<string, readonly DueEvent[]> {
  const groups = new Map<string, DueEvent[]>();
  for (const event of events) {
    const type = `${event.domain}.${event.type}`;
    const group = groups.get(type);
    if (group === undefined) groups.set(type, [event]);
    else group.push(event);
  }
  return groups;
}

/** `Retry-After` in milliseconds: seconds, or a date. */
function retryAfter(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 200);
  }
}

function reasonOf({ status, body }: Answer): string {
  const found = problem.safeParse(body);
  if (!found.success) return `${status} ${typeof body === "string" ? body : ""}`.trim();
  const { title, detail } = found.data;
  return detail === undefined ? `${status} ${title}` : `${status} ${title}: ${detail}`;
}
