import { expect, test } from "vitest";
import {
  postBatch,
  postEvent,
  type PostOptions,
} from "../../../../../apps/metrics/page/publish/post-events.ts";

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  const sent: Sent[] = [];
  const options: PostOptions = {
    publisherUrl: "http://127.0.0.1:8080",
    path: "/api/events/shop/sale",
    apiKey: "k1",
    fetch: async (url, init = {}) => {
      sent.push({ url: url instanceof Request ? url.url : url.toString(), init });
      return new Response(JSON.stringify(body), { status, headers });
    },
  };
  return { sent, options };
}

test("an event is posted with its key and without cookies", async () => {
  const { sent, options } = answering(202, {});
  await postEvent({ city: "Bern" }, options);
  expect(sent[0]).toMatchObject({
    url: "http://127.0.0.1:8080/api/events/shop/sale",
    init: { method: "POST", credentials: "omit", headers: { "x-api-key": "k1" }, body: '{"city":"Bern"}' },
  });
});

test("an accepted event says where it is", async () => {
  const body = {
    status: "accepted",
    event_id: "e1",
    stored_in: "kafka",
    topic: "t",
    partition: 1,
    offset: 7,
  };
  expect(await postEvent({}, answering(202, body).options)).toEqual({
    kind: "kept",
    isDuplicate: false,
    eventId: "e1",
    place: "t, partition 1, offset 7",
  });
});

test("a dry run asks for one and says what would be", async () => {
  const { sent, options } = answering(200, { status: "valid", event_id: "e1", topic: "t" });
  expect(await postEvent({}, { ...options, isDryRun: true })).toMatchObject({ kind: "valid", topic: "t" });
  expect(sent[0]?.url).toContain("?dry_run=true");
});

test("an invalid event brings its problems by field", async () => {
  const problems = [{ pointer: "/city", found: "nothing", expected: "a text" }];
  const outcome = await postEvent({}, answering(400, { code: "INVALID_EVENT", problems }).options);
  expect(outcome).toEqual({ kind: "invalid", faults: problems });
});

test("a publisher that is too busy says when to try again", async () => {
  const { options } = answering(429, { detail: "Too many events." }, { "retry-after": "3" });
  expect(await postEvent({}, options)).toMatchObject({
    kind: "refused",
    reason: "Too many events.",
    advice: expect.stringContaining("send fewer") as string,
    retryAfterSeconds: 3,
  });
});

test("a publisher that cannot be reached is named", async () => {
  const fails = () => Promise.reject(new TypeError("Failed to fetch"));
  const outcome = await postEvent({}, { ...answering(0, {}).options, fetch: fails });
  expect(outcome).toMatchObject({
    kind: "refused",
    reason: "The publisher at http://127.0.0.1:8080 does not answer.",
  });
});

test("a batch counts duplicates as kept", async () => {
  const { sent, options } = answering(207, { accepted: 1, duplicate: 1, invalid: 1, results: [] });
  expect(await postBatch([{}, {}, {}], options)).toEqual({ kind: "counts", kept: 2, notKept: 1 });
  expect(sent[0]?.url).toBe("http://127.0.0.1:8080/api/events/shop/sale/batch");
});
