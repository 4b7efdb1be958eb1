import { Writable } from "node:stream";
import {
  asFastAsPossible,
  type DueEvent,
  type EventTarget,
  HttpTarget,
  JsonLinesTarget,
  KafkaTarget,
  runGenerator,
  schemaIds,
  Statistics,
} from "@millrace/generator";
import {
  type Delivery,
  NotDeliveredError,
  parseFrame,
  type ProducerPort,
  type ProducerRecord,
} from "@millrace/kafka";
import { describe, expect, test } from "vitest";
import { generate, shopPlan, startMs } from "./shop.ts";

const plan = shopPlan();
const events = plan.events;
const pace = asFastAsPossible;

/** Kafka, of which a test says what becomes of each attempt. */
class FakeProducer implements ProducerPort {
  readonly written: ProducerRecord[] = [];
  readonly #fail: (attempt: number) => "not-sent" | "unknown" | undefined;
  #attempts = 0;

  constructor(fail: (attempt: number) => "not-sent" | "unknown" | undefined = () => undefined) {
    this.#fail = fail;
  }

  async connect(): Promise<void> {}

  async send(records: readonly ProducerRecord[]): Promise<readonly Delivery[]> {
    const outcome = this.#fail(++this.#attempts);
    return records.map((record, at): Delivery => {
      if (outcome !== undefined && at % 2 === 0)
        return { status: "failed", error: new NotDeliveredError(record.topic, outcome) };
      return {
        status: "delivered",
        topic: record.topic,
        partition: 0,
        offset: this.written.push(record) - 1,
      };
    });
  }

  isConnected(): boolean {
    return true;
  }

  async close(): Promise<void> {}
}

function run(target: EventTarget, due: Iterable<DueEvent>, statistics: Statistics) {
  return runGenerator({ events: due, target, pace, statistics });
}

function toKafka(producer: ProducerPort, statistics: Statistics, malformedBytes = false): KafkaTarget {
  const ids = () => ({ value: 42 });
  const clock = () => startMs + 86_400_000;
  return new KafkaTarget({ producer, events, schemaIds: ids, statistics, malformedBytes, clock });
}

const malformed: DueEvent = {
  domain: "shop",
  type: "page_view",
  event: { page: 1 },
  sentMs: startMs + 0.7,
  flaw: "malformed",
};

describe("KafkaTarget", () => {
  test("produces every event once, encoded under its schema", async () => {
    const [producer, statistics] = [new FakeProducer(), new Statistics()];
    const summary = await run(toKafka(producer, statistics), generate(plan, { count: 2_500 }), statistics);
    expect(summary).toMatchObject({ sent: 2_500, accepted: 2_500, errors: 0 });
    expect(producer.written).toHaveLength(2_500);
    expect(parseFrame(producer.written[0]?.value as Buffer).schemaId).toBe(42);
  });

  test("sends again what surely was not sent", async () => {
    const producer = new FakeProducer((attempt) => (attempt === 1 ? "not-sent" : undefined));
    const statistics = new Statistics();
    const summary = await run(toKafka(producer, statistics), generate(plan, { count: 100 }), statistics);
    expect(summary).toMatchObject({ accepted: 100, errors: 0, answers: { KAFKA_NOT_DELIVERED: 50 } });
    expect(producer.written).toHaveLength(100);
  });

  test("never sends twice what may have been written", async () => {
    const producer = new FakeProducer((attempt) => (attempt === 1 ? "unknown" : undefined));
    const statistics = new Statistics();
    const summary = await run(toKafka(producer, statistics), generate(plan, { count: 100 }), statistics);
    expect(summary).toMatchObject({ accepted: 50, errors: 50 });
    expect(Object.keys(summary.reasons)).toEqual([
      "a record for test.streaming.shop.events was not acknowledged by Kafka, whether it was written is not known; send it again",
    ]);
  });

  test("leaves malformed events out, and says so", async () => {
    const [producer, statistics] = [new FakeProducer(), new Statistics()];
    const summary = await run(toKafka(producer, statistics), [malformed], statistics);
    expect(summary).toMatchObject({ sent: 1, skipped: 1, accepted: 0, errors: 0 });
    expect(producer.written).toEqual([]);
  });

  test("sends them as bytes that are no Avro when asked", async () => {
    const [producer, statistics] = [new FakeProducer(), new Statistics()];
    await run(toKafka(producer, statistics, true), [malformed], statistics);
    expect(producer.written).toEqual([
      {
        topic: "test.streaming.shop.events",
        key: null,
        value: Buffer.from('{"page":1}'),
        timestampMs: startMs,
      },
    ]);
  });

  test("counts an invalid event with its problem", async () => {
    const [producer, statistics] = [new FakeProducer(), new Statistics()];
    const [good] = generate(plan, { count: 1 }) as [DueEvent];
    const wrong = { ...good, event: { ...(good.event as object), user_id: "x" } };
    const summary = await run(toKafka(producer, statistics), [wrong], statistics);
    expect(Object.keys(summary.reasons)[0]).toMatch(/^invalid shop\.page_view: user_id expected /);
  });
});

describe("schemaIds", () => {
  test("names the subject that has not the domain's schema", async () => {
    const registry = { find: async () => undefined };
    await expect(schemaIds(events, registry)).rejects.toThrow(
      "the registry has no version of the subject test.streaming.shop.events-value with the schema that the domain has now; apply the domain first (npm run apply)",
    );
  });
});

interface Posted {
  readonly path: string;
  readonly items: readonly unknown[];
}

type Reply = (posted: Posted, attempt: number) => Response;

/** A publisher that answers as a test says, and what was posted to it. */
function fakePublisher(reply: Reply) {
  const posted: Posted[] = [];
  const post = async (url: unknown, init: unknown) => {
    const body: unknown = JSON.parse((init as { body: string }).body);
    const one = { path: new URL(String(url)).pathname, items: Array.isArray(body) ? body : [body] };
    return reply(one, posted.push(one));
  };
  return { posted, fetch: post as typeof fetch };
}

const accept: Reply = () => new Response("{}", { status: 202 });
const toHttp = (publisher: ReturnType<typeof fakePublisher>, statistics: Statistics, patienceMs = 60_000) =>
  new HttpTarget({ url: "http://publisher", events, statistics, patienceMs, fetch: publisher.fetch });

describe("HttpTarget", () => {
  test("posts batches to each type's route, in order", async () => {
    const [publisher, statistics] = [fakePublisher(accept), new Statistics()];
    const due = generate(plan, { count: 3_000 });
    const summary = await run(toHttp(publisher, statistics), due, statistics);
    expect(summary).toMatchObject({ accepted: 3_000, errors: 0 });
    const views = publisher.posted.filter(({ path }) => path === "/api/events/shop/page_view/batch");
    expect(views.flatMap(({ items }) => items)).toEqual(
      due.filter(({ type }) => type === "page_view").map(({ event }) => event),
    );
  });

  test("sends again only the items that are to be sent again", async () => {
    const publisher = fakePublisher(({ items }, attempt) => {
      if (attempt > 1) return accept({ path: "", items }, attempt);
      const results = items.map((_, at) => ({ status: at === 0 ? "accepted" : "retry" }));
      return Response.json({ title: "later", results }, { status: 503, headers: { "retry-after": "0" } });
    });
    const statistics = new Statistics();
    const due = generate(plan, { count: 200 }).filter(({ type }) => type === "page_view");
    const summary = await run(toHttp(publisher, statistics), due, statistics);
    expect(summary).toMatchObject({ accepted: due.length, errors: 0, answers: { 202: 1, 503: 1 } });
    expect(publisher.posted.map(({ items }) => items.length)).toEqual([due.length, due.length - 1]);
  });

  test("tells what the publisher knows from what it takes", async () => {
    const publisher = fakePublisher(({ items }, attempt) => {
      const statuses = attempt === 1 ? ["duplicate", "retry"] : ["duplicate"];
      const results = items.map((_, at) => ({ status: statuses[at] ?? "accepted" }));
      return Response.json({ results }, { status: 207, headers: { "retry-after": "0" } });
    });
    const statistics = new Statistics();
    const due = generate(plan, { count: 200 }).filter(({ type }) => type === "page_view");
    const summary = await run(toHttp(publisher, statistics), due, statistics);
    expect(summary).toMatchObject({ accepted: due.length - 1, known: 1, errors: 0, answers: { 207: 2 } });
  });

  test("counts the items that a batch is left without", async () => {
    const problems = [{ pointer: "/0/page", found: "1", expected: "a string" }];
    const publisher = fakePublisher(({ items }) => {
      const invalid = { status: "invalid", problems };
      const results = items.map((_, at) => (at === 0 ? invalid : { status: "accepted" }));
      return Response.json({ results }, { status: 207 });
    });
    const statistics = new Statistics();
    const due = generate(plan, { count: 200 }).filter(({ type }) => type === "page_view");
    const summary = await run(toHttp(publisher, statistics), due, statistics);
    expect(summary).toMatchObject({
      accepted: due.length - 1,
      errors: 1,
      reasons: { "invalid: /0/page: expected a string": 1 },
    });
  });

  test("gives up when the publisher wants more patience than there is", async () => {
    const publisher = fakePublisher(() =>
      Response.json({ title: "Stopping" }, { status: 503, headers: { "retry-after": "120" } }),
    );
    const statistics = new Statistics();
    const summary = await run(toHttp(publisher, statistics), generate(plan, { count: 1 }), statistics);
    expect(summary).toMatchObject({ accepted: 0, errors: 1, reasons: { "503 Stopping": 1 } });
  });

  test("counts what the publisher refuses, with its reason", async () => {
    const publisher = fakePublisher(() =>
      Response.json({ title: "Invalid", detail: "no such page" }, { status: 400 }),
    );
    const statistics = new Statistics();
    const summary = await run(toHttp(publisher, statistics), generate(plan, { count: 1 }), statistics);
    expect(summary).toMatchObject({ errors: 1, reasons: { "400 Invalid: no such page": 1 } });
  });

  test("says when nobody answers", async () => {
    const refuse = fakePublisher(() => {
      throw new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
    });
    const statistics = new Statistics();
    const target = toHttp(refuse, statistics, 0);
    const summary = await run(target, generate(plan, { count: 1 }), statistics);
    expect(summary.reasons).toEqual({ "no answer connect ECONNREFUSED": 1 });
  });

  test("posts a malformed event by itself and expects a refusal", async () => {
    const publisher = fakePublisher(({ path }) =>
      path.endsWith("/batch")
        ? new Response("{}", { status: 202 })
        : Response.json({ title: "Invalid" }, { status: 400 }),
    );
    const statistics = new Statistics();
    const good = generate(plan, { count: 5 });
    const summary = await run(toHttp(publisher, statistics), [malformed, ...good], statistics);
    expect(summary).toMatchObject({ accepted: 5, refused: 1, errors: 0, answers: { 400: 1 } });
  });

  test("counts a malformed event that is taken as an error", async () => {
    const [publisher, statistics] = [fakePublisher(accept), new Statistics()];
    const summary = await run(toHttp(publisher, statistics), [malformed], statistics);
    expect(summary.reasons).toEqual({ "a malformed event was answered 202, expected 400": 1 });
  });

  test("has one request at a time for an event type", async () => {
    let [now, most] = [0, 0];
    const publisher = fakePublisher(accept);
    const slow = async (...args: Parameters<typeof fetch>) => {
      most = Math.max(most, ++now);
      const answer = await publisher.fetch(...args);
      now -= 1;
      return answer;
    };
    const statistics = new Statistics();
    const target = new HttpTarget({ url: "http://publisher", events, statistics, fetch: slow });
    const due = generate(plan, { count: 5_000 }).filter(({ type }) => type === "page_view");
    await run(target, due, statistics);
    expect(most).toBe(1);
  });
});

describe("JsonLinesTarget", () => {
  test("writes a line an event", async () => {
    let text = "";
    const stream = new Writable({
      write(chunk, _, done) {
        text += String(chunk);
        done();
      },
    });
    const statistics = new Statistics();
    const due = generate(plan, { count: 3 });
    await run(new JsonLinesTarget({ stream, statistics }), due, statistics);
    expect(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(due.map(({ domain, type, event }) => ({ domain, type, event })));
  });

  test("fails with what the stream says", async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error("no space left")) });
    const statistics = new Statistics();
    const target = new JsonLinesTarget({ stream, statistics });
    stream.on("error", () => {});
    await expect(run(target, generate(plan, { count: 3_000 }), statistics)).rejects.toThrow("no space left");
  });
});
