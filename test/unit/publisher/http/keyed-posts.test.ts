import { NotDeliveredError } from "@millrace/kafka";
import { describe, expect, test } from "vitest";
import { pageView, startApp } from "../running-app.ts";
import { MemoryAnswers } from "./memory-answers.ts";

const key = { "idempotency-key": "k-1" };
const batch = Array.from({ length: 2_000 }, (_, at) => ({ ...pageView, user_id: at }));

describe("a post with an Idempotency-Key", () => {
  test.each([
    ["one event", "/api/pageviews", pageView],
    ["a batch", "/api/pageviews/batch", [pageView, 5]],
    ["a streamed batch", "/api/pageviews/batch", batch],
  ])("of %s is answered the same again", async (_, path, body) => {
    await using app = await startApp({ parts: { answers: new MemoryAnswers() } });
    const first = await app.post(path, body, key);
    const produced = app.producer.records.length;
    const again = await app.post(path, body, key);
    expect([again.status, await again.text()]).toEqual([first.status, await first.text()]);
    expect([first, again].map((each) => each.headers.get("idempotency-replayed"))).toEqual([null, "true"]);
    expect(app.producer.records).toHaveLength(produced);
  });

  test.each([
    ["one event", "/api/pageviews", pageView, { ...pageView, user_id: 1 }],
    ["a streamed batch", "/api/pageviews/batch", batch, batch.slice(1)],
  ])("of %s is refused with another body", async (_, path, body, other) => {
    await using app = await startApp({ parts: { answers: new MemoryAnswers() } });
    await app.post(path, body, key);
    const produced = app.producer.records.length;
    const response = await app.post(path, other, key);
    expect([response.status, await response.json()]).toMatchObject([422, { code: "IDEMPOTENCY_KEY_REUSED" }]);
    expect(app.producer.records).toHaveLength(produced);
  });

  test("makes ids from the key and the item's place in the body", async () => {
    await using app = await startApp({ parts: { answers: new MemoryAnswers() } });
    const response = await app.post("/api/pageviews/batch", batch, key);
    const { results } = (await response.json()) as { readonly results: readonly { event_id: string }[] };
    expect([0, 1_999].map((at) => results[at]?.event_id)).toEqual([
      `k-1-0-${JSON.stringify(batch[0]).length}`,
      `k-1-1999-${JSON.stringify(batch[1_999]).length}`,
    ]);
  });

  test("is refused while the same is under way", async () => {
    const answers = new MemoryAnswers();
    await using app = await startApp({ parts: { answers } });
    answers.begin("anonymous /api/pageviews", "k-1");
    const response = await app.post("/api/pageviews", pageView, key);
    expect([response.status, response.headers.get("retry-after")]).toEqual([409, "1"]);
    expect(await response.json()).toMatchObject({ code: "IDEMPOTENCY_KEY_IN_USE" });
  });

  test.each([
    ["nothing is kept", "/api/pageviews", pageView],
    ["the body is malformed", "/api/pageviews", '{"user_id":'],
  ])("may be sent again when %s", async (_, path, body) => {
    const answers = new MemoryAnswers();
    await using app = await startApp({ parts: { answers } });
    app.producer.answer = ({ topic }) => ({
      status: "failed",
      error: new NotDeliveredError(topic, "not-sent"),
    });
    await app.post(path, body, key);
    expect([answers.known.size, answers.underWay.size]).toEqual([0, 0]);
  });

  test.each(["", "?dry_run=true"])("that is no key is answered 400 %s", async (query) => {
    await using app = await startApp({ parts: { answers: new MemoryAnswers() } });
    const headers = { "idempotency-key": "k".repeat(256) };
    const response = await app.post(`/api/pageviews${query}`, pageView, headers);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: "INVALID_IDEMPOTENCY_KEY" },
    ]);
  });

  test("means nothing in a dry run", async () => {
    const answers = new MemoryAnswers();
    await using app = await startApp({ parts: { answers } });
    await app.post("/api/pageviews?dry_run=true", pageView, key);
    expect((await app.post("/api/pageviews", pageView, key)).status).toBe(202);
  });
});
