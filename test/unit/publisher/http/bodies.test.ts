import * as zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import { rawFrame, repeatedFrame } from "../body/zstd-samples.ts";
import { pageView, type RunningApp, startApp } from "../running-app.ts";
import { postHead, RawConnection } from "./raw-connection.ts";

interface BatchAnswer {
  readonly accepted: number;
  readonly results: readonly {
    readonly status: string;
    readonly event_id?: string;
    readonly offset?: number;
  }[];
  readonly problem?: { readonly code: string; readonly detail: string };
}

/** So many page views: more than are parsed at once. */
function pageViews(count: number): readonly (typeof pageView & { readonly event_id: string })[] {
  return Array.from({ length: count }, (_, at) => ({ ...pageView, event_id: `e-${at}` }));
}

function postBytes(app: RunningApp, bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string>) {
  return fetch(`${app.url}/api/pageviews/batch`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: bytes,
  });
}

const encoders = {
  gzip: (text: string) => zlib.gzipSync(text),
  deflate: (text: string) => zlib.deflateSync(text),
  br: (text: string) => zlib.brotliCompressSync(text),
  zstd: (text: string) => rawFrame(Buffer.from(text)),
};

describe("a compressed body", () => {
  test.each(Object.entries(encoders))("%s is taken", async (encoding, encode) => {
    await using app = await startApp();
    const bytes = Buffer.from(encode(JSON.stringify(pageViews(3))));
    const response = await postBytes(app, bytes, { "content-encoding": encoding });
    expect([response.status, await response.json()]).toMatchObject([202, { accepted: 3 }]);
  });

  test.each(Object.entries(encoders))("%s cut short is answered 400", async (encoding, encode) => {
    await using app = await startApp();
    const whole = Buffer.from(encode(JSON.stringify(pageViews(3))));
    const response = await postBytes(app, whole.subarray(0, -9), { "content-encoding": encoding });
    expect([response.status, await response.json()]).toMatchObject([400, { code: "MALFORMED_BODY" }]);
    expect(app.producer.records).toEqual([]);
  });

  test.each([
    ["gzip", zlib.gzipSync(" ".repeat(50_000_000))],
    ["zstd", repeatedFrame(100_000)],
  ])("%s that is small only compressed is answered 413", async (encoding, bytes) => {
    await using app = await startApp();
    const response = await postBytes(app, Buffer.from(bytes), { "content-encoding": encoding });
    expect([response.status, await response.json()]).toMatchObject([
      413,
      { code: "BODY_TOO_LARGE", detail: expect.stringContaining("at most 1000000 bytes") },
    ]);
  });

  test("of two encodings is answered 415 with what is taken", async () => {
    await using app = await startApp();
    const response = await postBytes(app, Buffer.from("x"), { "content-encoding": "gzip, br" });
    expect([response.status, response.headers.get("accept-encoding")]).toEqual([
      415,
      "gzip, zstd, br, deflate, identity",
    ]);
  });
});

describe("a large batch", () => {
  test("is taken in portions and answered in order", async () => {
    await using app = await startApp();
    const response = await app.post("/api/pageviews/batch", pageViews(2_500));
    const { accepted, results } = (await response.json()) as BatchAnswer;
    expect([response.status, accepted]).toEqual([202, 2_500]);
    expect(results.map((result) => result.event_id)).toEqual(
      pageViews(2_500).map(({ event_id }) => event_id),
    );
    expect(results.map(({ offset }) => offset)).toEqual(results.map((_, at) => at));
  });

  test("as compressed lines is taken in portions", async () => {
    await using app = await startApp();
    const lines = pageViews(2_500).map((each) => `${JSON.stringify(each)}\n`);
    const bytes = Buffer.from(zlib.gzipSync(lines.join("")));
    const headers = { "content-type": "application/x-ndjson", "content-encoding": "gzip" };
    const response = await postBytes(app, bytes, headers);
    expect([response.status, await response.json()]).toMatchObject([202, { accepted: 2_500 }]);
  });

  test("that breaks in the middle is answered 207 with what was taken", async () => {
    await using app = await startApp();
    const text = JSON.stringify(pageViews(2_500));
    const cut = text.lastIndexOf('{"user_id"');
    const response = await app.post("/api/pageviews/batch", `${text.slice(0, cut)}{"user_id":}]`);
    const { accepted, problem } = (await response.json()) as BatchAnswer;
    expect([response.status, accepted, problem?.code]).toEqual([207, 2_499, "MALFORMED_JSON"]);
    expect(problem?.detail).toMatch(/^Item 2499 of the body is no JSON: /);
    expect(app.producer.records).toHaveLength(2_499);
  });

  test("with too many items is taken up to the limit", async () => {
    await using app = await startApp({ limits: { maxBatchItems: 1_000 } });
    const response = await app.post("/api/pageviews/batch", pageViews(1_500));
    expect([response.status, await response.json()]).toMatchObject([
      207,
      { accepted: 1_000, problem: { status: 413, code: "TOO_MANY_ITEMS" } },
    ]);
  });

  test("of unknown length is taken up to the limit of bytes", async () => {
    await using app = await startApp({ limits: { maxBatchBytes: 200_000 } });
    using connection = await RawConnection.open(app.url);
    const text = JSON.stringify(pageViews(2_500));
    await connection.send(postHead("/api/pageviews/batch", { "Transfer-Encoding": "chunked" }));
    await connection.send(`${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`);
    const answer = await connection.until(/BODY_TOO_LARGE[^]*}}/);
    expect(answer).toMatch(/^HTTP\/1\.1 207 /);
    expect(app.producer.records.length).toBeGreaterThan(1_000);
  });

  test("of nothing is answered 400", async () => {
    await using app = await startApp();
    const response = await app.post("/api/pageviews/batch", `[${" ".repeat(100_000)}]`);
    expect([response.status, await response.json()]).toMatchObject([400, { code: "MALFORMED_BATCH" }]);
  });

  test("of which nothing is valid is answered 400 although it breaks", async () => {
    await using app = await startApp();
    const response = await app.post("/api/pageviews/batch", `[${"5,".repeat(50_000)}`);
    expect([response.status, await response.json()]).toMatchObject([
      413,
      { code: "TOO_MANY_ITEMS", accepted: 0, invalid: 10_000 },
    ]);
  });

  test("is published while it comes, and no faster than it is kept", async () => {
    await using app = await startApp();
    let acknowledge = () => {};
    const acknowledged = new Promise<void>((resolve) => {
      acknowledge = resolve;
    });
    const received = new Promise<void>((resolve) => {
      app.producer.answer = async ({ topic }, offset) => {
        resolve();
        await acknowledged;
        return { status: "delivered", topic, partition: 0, offset };
      };
    });
    using connection = await RawConnection.open(app.url);
    const text = JSON.stringify(pageViews(5_000));
    const middle = Math.floor(text.length / 2);
    await connection.send(postHead("/api/pageviews/batch", { "Content-Length": text.length }));
    await connection.send(text.slice(0, middle));
    await received;
    const sent = connection.send(text.slice(middle));
    for (let count = 0; count < 20; count += 1) await app.get("/health/live");
    expect(app.producer.records.length).toBeLessThanOrEqual(4 * 600);
    acknowledge();
    await sent;
    expect(await connection.until(/]}$/)).toContain('"accepted":5000');
  });

  test("whose client leaves keeps what was published", async () => {
    await using app = await startApp();
    const text = JSON.stringify(pageViews(5_000));
    {
      using connection = await RawConnection.open(app.url);
      await connection.send(postHead("/api/pageviews/batch", { "Content-Length": text.length }));
      await connection.send(text.slice(0, text.length / 2));
      while (app.producer.records.length < 1_000) await app.get("/health/live");
    }
    const repeated = await app.post("/api/pageviews/batch", text);
    const { accepted, results } = (await repeated.json()) as BatchAnswer;
    expect([
      repeated.status,
      accepted + results.filter(({ status }) => status === "duplicate").length,
    ]).toEqual([202, 5_000]);
    expect(app.producer.records).toHaveLength(5_000);
  });
});
