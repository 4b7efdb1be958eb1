import { gzipSync } from "node:zlib";
import { newApiKey } from "@millrace/access";
import { createLogger } from "@millrace/common";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ApiKeyRing } from "../../../../packages/http/src/security/api-key-ring.ts";
import { AuditLog } from "../../../../packages/http/src/security/audit-log.ts";
import { CredentialGate } from "../../../../packages/http/src/security/credential-gate.ts";
import { pageView, type RunningApp, startApp, type StartOptions } from "../running-app.ts";
import { keepingLog } from "../../http/security/requests.ts";

/** Stands in every value that is sent, and in no line of a log. */
const mark = "Quokka77";
const personal = { ...pageView, postcode: `${mark}-postcode`, webpage: `www.${mark}.com/me` };

let app: RunningApp;
let lines: string[] = [];
beforeEach(async () => {
  lines = [];
  const log = createLogger({
    program: "publisher",
    level: "trace",
    destination: { write: (line) => lines.push(line) },
  });
  const limits = { maxBatchBytes: 4_000, maxBatchItems: 3 };
  app = await startApp({ maxBodyBytes: 2_000, limits, parts: { log } as NonNullable<StartOptions["parts"]> });
});
afterEach(async () => await app[Symbol.asyncDispose]());

/** Sends something, and gives what was logged of it. */
async function logOf(send: () => Promise<Response>): Promise<string> {
  const response = await send();
  await response.text();
  return lines.join("\n");
}

const text = (value: unknown) => JSON.stringify(value);
const many = Array.from({ length: 10 }, () => personal);

describe("no line of the log holds what was sent", () => {
  test.each<[string, unknown, Record<string, string>?]>([
    ["a valid event", personal],
    ["a wrong value", { ...personal, user_id: mark }],
    ["an unknown attribute", { ...personal, [mark]: mark }],
    ["a value of another type", { ...personal, timestamp: { [mark]: [mark] } }],
    ["no object", mark],
    ["malformed JSON", `{"postcode":"${mark}`],
    ["malformed JSON with its text", `{"postcode": ${mark}}`],
    ["a key that is no attribute's", `{"__proto__":{"${mark}":"${mark}"}}`],
    ["a body that is too large", { ...personal, webpage: mark.repeat(1000) }],
    ["a media type", personal, { "content-type": `text/${mark}` }],
    ["a charset", personal, { "content-type": `application/json; charset=${mark}` }],
    ["a content encoding", personal, { "content-encoding": mark }],
    [
      "a damaged gzip",
      gzipSync(text(personal)).subarray(0, 30).toString("latin1"),
      { "content-encoding": "gzip" },
    ],
    [
      "cookies and the client's software",
      personal,
      { cookie: `id=${mark}`, "user-agent": mark, referer: mark },
    ],
    ["an idempotency key", personal, { "idempotency-key": mark }],
    ["a malformed idempotency key", personal, { "idempotency-key": `${mark} ä` }],
    ["the address that a proxy says", personal, { "x-forwarded-for": mark, forwarded: `for=${mark}` }],
  ])("of %s", async (_title, body, headers) => {
    expect(await logOf(() => app.post("/api/pageviews", body, headers))).not.toContain(mark);
  });

  test.each<[string, string, unknown]>([
    ["a batch with invalid items", "/api/pageviews/batch", [personal, { ...personal, user_id: mark }]],
    ["a batch that breaks off", "/api/pageviews/batch", `[${text(personal)},{"postcode":"${mark}`],
    ["a batch of too many", "/api/pageviews/batch", many],
    ["a batch that is no array", "/api/pageviews/batch", { [mark]: mark }],
    ["an unknown type", "/api/events/shop", { kind: mark, [mark]: mark }],
    ["an unknown path", `/api/${mark}/x`, personal],
    ["an unknown domain", `/api/events/${mark}/x`, personal],
    ["a query", `/api/pageviews?${mark}=${mark}`, personal],
    ["a value of the query", `/api/pageviews?dry_run=${mark}`, personal],
    ["a path that cannot be decoded", `/api/events/%E0%A4%A/${mark}`, personal],
  ])("of %s", async (_title, path, body) => {
    expect(await logOf(() => app.post(path, body))).not.toContain(mark);
  });

  test("of an event that Kafka refuses", async () => {
    const error = Object.assign(new Error("the record is too large"), { code: "KAFKA_RECORD_REFUSED" });
    app.producer.answer = () => ({ status: "failed", error }) as never;
    expect(await logOf(() => app.post("/api/pageviews", personal))).not.toContain(mark);
  });

  test("of an event at which we fail", async () => {
    app.producer.answer = () => Promise.reject(new Error("disk on fire"));
    const log = await logOf(() => app.post("/api/pageviews", personal));
    expect(log).toContain("disk on fire");
    expect(log).not.toContain(mark);
  });

  test("of an event that comes while it is started", async () => {
    await using starting = await startApp({ isStarted: false });
    await starting.post("/api/pageviews", personal);
    expect(starting.logLines.join("")).not.toContain(mark);
  });
});

describe("no line of the audit log holds", () => {
  const key = newApiKey();
  test.each<[string, Record<string, string>]>([
    ["a key", { authorization: `Bearer ${key}` }],
    ["a key in its own header", { "x-api-key": key }],
    ["a token", { authorization: `Bearer ${mark}.${mark}.${mark}` }],
    ["a password", { authorization: `Basic ${Buffer.from(`${mark}:${mark}`).toString("base64")}` }],
    ["an unknown scheme", { authorization: `${mark} ${mark}` }],
    ["what is no key", { "x-api-key": mark }],
  ])("%s", async (_title, headers) => {
    const log = keepingLog();
    const gate = new CredentialGate({ keys: new ApiKeyRing(), audit: new AuditLog({ log }) });
    await using closed = await startApp({ parts: { gate } });
    const response = await closed.post("/api/pageviews", personal, headers);
    const written = text(log.lines) + closed.logLines.join("") + (await response.text());
    expect(log.lines).toHaveLength(1);
    for (const secret of [
      mark,
      key,
      key.slice(3, 15),
      "127.0.0.1",
      Buffer.from(mark).toString("base64").slice(0, 10),
    ])
      expect(written).not.toContain(secret);
  });
});
