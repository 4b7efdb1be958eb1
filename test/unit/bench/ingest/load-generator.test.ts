import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { Bits } from "../../../bench/ingest/bits.ts";
import { LoadGenerator } from "../../../bench/ingest/load-generator.ts";
import type { LoadOrder } from "../../../bench/ingest/load.ts";
import { parseEventId } from "../../../bench/ingest/request-template.ts";

/** Answers with what `statusOf` says of the number of an event; remembers the numbers that it answered 202. */
async function server(statusOf: (number: number) => number) {
  const taken: number[] = [];
  const http = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const id = (JSON.parse(text) as { event_id: string }).event_id;
      const number = parseEventId(id)?.number ?? -1;
      const status = statusOf(number);
      if (status === 202) taken.push(number);
      if (status === 0) request.socket.destroy();
      else response.writeHead(status, { "Content-Length": 2 }).end("{}");
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void http.close());
  return { port: (http.address() as AddressInfo).port, taken };
}

function order(port: number, changes: Partial<LoadOrder>): LoadOrder {
  return { port, path: "/", items: 1, run: 1, connections: 4, seconds: 0.1, ...changes };
}

it("knows which requests were accepted, over broken connections", async () => {
  const { port, taken } = await server((number) => [202, 503, 0][number % 3] as number);
  const answer = await new LoadGenerator(order(port, { perSecond: 600 })).run();
  expect(answer.statuses).toEqual({ 202: 20, 503: 20, 0: 20 });
  expect([...Bits.fromBase64(answer.acceptedRequests)]).toEqual(taken.sort((a, b) => a - b));
  expect([answer.accepted.count, answer.refused.count]).toEqual([20, 40]);
});

it("posts one request after the other without a rate", async () => {
  const { port, taken } = await server(() => 202);
  const { accepted } = await new LoadGenerator(order(port, {})).run();
  expect(accepted.count).toBe(taken.length);
  expect(accepted.count).toBeGreaterThan(4);
});

it("counts the waiting of what found no free connection", async () => {
  const { port } = await server(() => 202);
  const waits = await new LoadGenerator(order(port, { perSecond: 50_000, connections: 1 })).run();
  expect(waits.accepted.count).toBe(5_000);
  expect(waits.dropped).toBe(0);
  expect(waits.accepted.max).toBeGreaterThan(waits.durationMs - 200);
});

it("drops what finds no free connection where that is asked", async () => {
  const { port } = await server(() => 202);
  const load = order(port, { perSecond: 50_000, connections: 1, whenBusy: "dropped" });
  const { accepted, dropped } = await new LoadGenerator(load).run();
  expect(accepted.count + dropped).toBe(5_000);
  expect(dropped).toBeGreaterThan(0);
});
