import { NotDeliveredError, parseAvroSchema, parseFrame, RecordRefusedError } from "@millrace/kafka";
import { describe, expect, test } from "vitest";
import { pageViewEvent } from "./page-view-event.ts";
import { pageView, startApp } from "./running-app.ts";

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe("POST /api/pageviews", () => {
  test("answers 202 with the place Kafka gave it", async () => {
    await using app = await startApp();
    const response = await app.post("/api/pageviews", { ...pageView, event_id: "e-1" });
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      status: "accepted",
      event_id: "e-1",
      stored_in: "kafka",
      topic: "test.streaming.page-view",
      partition: 0,
      offset: 0,
    });
  });

  test("makes an event id when none is given", async () => {
    await using app = await startApp();
    const body = await (await app.post("/api/pageviews", pageView)).json();
    expect(body).toMatchObject({ event_id: expect.stringMatching(uuid) });
  });

  test("produces framed Avro keyed by postcode at event time", async () => {
    await using app = await startApp();
    await app.post("/api/pageviews", { ...pageView, event_id: "e-1" });
    const [record] = app.producer.records;
    expect(record).toMatchObject({ topic: "test.streaming.page-view", timestampMs: 1_611_662_684_000 });
    expect(record?.key?.toString()).toBe("SW19");
    const { schemaId, payload } = parseFrame(record?.value ?? Buffer.alloc(0));
    const { timestamp, ...fields } = pageView;
    expect(schemaId).toBe(7);
    expect(parseAvroSchema(pageViewEvent().schema).fromBuffer(payload)).toEqual({
      event_id: "e-1",
      ...fields,
      viewed_at: timestamp * 1000,
    });
  });

  test("passes trace context and correlation id on", async () => {
    await using app = await startApp();
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const headers = { traceparent, "correlation-id": "c-1" };
    const response = await app.post("/api/pageviews", pageView, headers);
    expect(app.producer.records[0]?.headers).toEqual({ ...headers, "received-at": expect.any(String) });
    expect(response.headers.get("correlation-id")).toBe("c-1");
  });

  test("leaves malformed trace headers out and makes a correlation id", async () => {
    await using app = await startApp();
    const headers = { traceparent: "00-0-0-01", "x-correlation-id": "two words" };
    const response = await app.post("/api/pageviews", pageView, headers);
    const sent = app.producer.records[0]?.headers;
    expect(sent).toEqual({
      "received-at": expect.any(String),
      "correlation-id": expect.stringMatching(uuid),
    });
    expect(response.headers.get("correlation-id")).toBe(sent?.["correlation-id"]);
  });

  test("lists every problem of an invalid page view", async () => {
    await using app = await startApp();
    const response = await app.post("/api/pageviews", {
      user_id: -1,
      postcode: "",
      timestamp: "now",
      colour: 1,
    });
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toMatch("application/problem+json");
    expect(await response.json()).toEqual({
      type: "urn:millrace:problem:invalid-page-view",
      title: "Invalid page view",
      status: 400,
      code: "INVALID_PAGE_VIEW",
      detail: "The page view has 5 problem(s); nothing was published.",
      problems: [
        { pointer: "/user_id", found: "-1", expected: "a whole number from 0 to 9007199254740991" },
        { pointer: "/postcode", found: '""', expected: "at least 1 characters" },
        { pointer: "/webpage", found: "nothing", expected: "a string" },
        { pointer: "/timestamp", found: '"now"', expected: "whole seconds since 1970, as a number" },
        { pointer: "", found: expect.any(String), expected: "no unknown key (found colour)" },
      ],
    });
    expect(app.producer.records).toEqual([]);
  });

  test("answers 503 with Retry-After when Kafka is away", async () => {
    await using app = await startApp();
    app.producer.answer = ({ topic }) => ({
      status: "failed",
      error: new NotDeliveredError(topic, "unknown"),
    });
    const response = await app.post("/api/pageviews", { ...pageView, event_id: "e-1" });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("2");
    expect(await response.json()).toMatchObject({
      code: "KAFKA_UNAVAILABLE",
      detail: expect.stringContaining("whether it was written is not known"),
      results: [{ status: "retry", event_id: "e-1" }],
    });
  });

  test("answers 400 when the broker refuses it", async () => {
    await using app = await startApp();
    app.producer.answer = ({ topic }) => ({
      status: "failed",
      error: new RecordRefusedError(topic, "MESSAGE_TOO_LARGE"),
    });
    const response = await app.post("/api/pageviews", pageView);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: "REJECTED_BY_BROKER",
      results: [{ status: "rejected" }],
    });
  });

  test("answers only when Kafka has acknowledged", async () => {
    await using app = await startApp();
    const { received, acknowledge } = app.producer.holdAnswers();
    const response = app.post("/api/pageviews", pageView);
    await received;
    expect(await Promise.race([response, Promise.resolve("no answer yet")])).toBe("no answer yet");
    acknowledge();
    expect((await response).status).toBe(202);
  });
});

describe("POST /api/pageviews/batch", () => {
  test("answers one result an item in order", async () => {
    await using app = await startApp();
    const items = ["a", "b"].map((event_id) => ({ ...pageView, event_id }));
    const response = await app.post("/api/pageviews/batch", items);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      accepted: 2,
      results: [
        { status: "accepted", event_id: "a", offset: 0 },
        { status: "accepted", event_id: "b", offset: 1 },
      ],
    });
  });

  test("publishes the valid items beside the invalid, all named", async () => {
    await using app = await startApp();
    const valid = { ...pageView, event_id: "e-1" };
    const response = await app.post("/api/pageviews/batch", [valid, 5, { ...pageView, user_id: 1.5 }]);
    expect([response.status, await response.json()]).toEqual([
      207,
      {
        accepted: 1,
        duplicate: 0,
        invalid: 2,
        rejected: 0,
        retry: 0,
        results: [
          {
            status: "accepted",
            event_id: "e-1",
            stored_in: "kafka",
            topic: "test.streaming.page-view",
            partition: 0,
            offset: 0,
          },
          { status: "invalid", problems: [{ pointer: "/1", found: "5", expected: "an object" }] },
          {
            status: "invalid",
            problems: [
              {
                pointer: "/2/user_id",
                found: "1.5",
                expected: "a whole number from 0 to 9007199254740991",
              },
            ],
          },
        ],
      },
    ]);
    expect(app.producer.records).toHaveLength(1);
  });

  test("is answered 400 only when every item is invalid", async () => {
    await using app = await startApp();
    const response = await app.post("/api/pageviews/batch", [5, { ...pageView, user_id: 1.5 }]);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      {
        code: "INVALID_PAGE_VIEW",
        detail: "2 of 2 page views are invalid; nothing was published.",
        accepted: 0,
        invalid: 2,
        results: [{ status: "invalid" }, { status: "invalid" }],
      },
    ]);
    expect(app.producer.records).toEqual([]);
  });

  test("points into the batch even when it holds one item", async () => {
    await using app = await startApp();
    const body = await (await app.post("/api/pageviews/batch", [{ ...pageView, user_id: -1 }])).json();
    expect(body).toMatchObject({ results: [{ problems: [{ pointer: "/0/user_id" }] }] });
  });

  test.each([
    [[], "The batch is an empty array, expected at least one item."],
    [{}, "The batch is no array (object), expected an array of at least one item."],
    [null, "The batch is no array (null), expected an array of at least one item."],
  ])("refuses %j as a batch", async (body, detail) => {
    await using app = await startApp();
    const response = await app.post("/api/pageviews/batch", JSON.stringify(body));
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: "MALFORMED_BATCH", detail },
    ]);
  });

  test("tells accepted items from those to send again", async () => {
    await using app = await startApp();
    app.producer.answer = ({ topic }, at) =>
      at === 0
        ? { status: "delivered", topic, partition: 0, offset: 9 }
        : { status: "failed", error: new NotDeliveredError(topic, "not-sent") };
    const response = await app.post("/api/pageviews/batch", [pageView, pageView]);
    expect([response.status, response.headers.get("retry-after")]).toEqual([207, "2"]);
    expect(await response.json()).toMatchObject({
      accepted: 1,
      retry: 1,
      results: [{ status: "accepted", offset: 9 }, { status: "retry" }],
    });
  });

  test("is answered 503 when nothing of it is kept", async () => {
    await using app = await startApp();
    app.producer.answer = ({ topic }) => ({
      status: "failed",
      error: new NotDeliveredError(topic, "not-sent"),
    });
    const response = await app.post("/api/pageviews/batch", [pageView, pageView]);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await response.json()).toMatchObject({
      code: "KAFKA_UNAVAILABLE",
      retry: 2,
      results: [{ status: "retry" }, { status: "retry" }],
    });
  });
});
