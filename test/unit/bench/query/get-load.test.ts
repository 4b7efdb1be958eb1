import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { GetLoad } from "../../../bench/query/get-load.ts";

async function listening(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const kinds = [
  { name: "one", paths: ["/one"] },
  { name: "other", paths: ["/other?a", "/other?b"] },
];

test("each kind is asked as often as the others, in turn", async () => {
  const asked: string[] = [];
  const port = await listening((request, response) => {
    asked.push(String(request.url));
    response.end("{}");
  });
  const answer = await new GetLoad({ port, kinds, perSecond: 40, seconds: 1, connections: 2 }).run();
  expect(answer.statuses).toEqual({ 200: 40 });
  expect(answer.all.count).toBe(40);
  expect(answer.kinds).toMatchObject({ one: { count: 20 }, other: { count: 20 } });
  expect(asked.toSorted().filter((path) => path === "/other?a")).toHaveLength(10);
});

test("answers that refuse are counted and not timed", async () => {
  const port = await listening((_request, response) => response.writeHead(503).end());
  const answer = await new GetLoad({ port, kinds, perSecond: 20, seconds: 1, connections: 1 }).run();
  expect(answer.statuses).toEqual({ 503: 20 });
  expect(answer.all.count).toBe(0);
});

test("a server that stops answers for what was due meanwhile", async () => {
  let first = true;
  const port = await listening((_request, response) => {
    const wait = first ? 300 : 0;
    first = false;
    setTimeout(() => response.end("{}"), wait);
  });
  const answer = await new GetLoad({ port, kinds, perSecond: 100, seconds: 1, connections: 1 }).run();
  // With one connection all that was due in the first 300 ms waited: at least a tenth of all by 100 ms or more.
  expect(answer.all.count).toBe(100);
  expect(answer.all.max).toBeGreaterThanOrEqual(299);
});
