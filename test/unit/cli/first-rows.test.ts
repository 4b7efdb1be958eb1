import { expect, test } from "vitest";
import { untilRows } from "../../../apps/cli/src/first-rows.ts";
import { type Answer, localServer } from "../settings/local-server.ts";

const tables = ["counts", "counts_final"].map((name) => ({ domain: "page-views", name }));

/** Answers one after another; the last goes on. */
async function answering(...answers: readonly Answer[]) {
  let asked = 0;
  return await localServer(() => answers[Math.min(asked++, answers.length - 1)] as Answer);
}

test("rows are awaited until they are stored", async () => {
  const { url, seen } = await answering(
    { status: 503 },
    { status: 200, body: { rows: [] } },
    { status: 200, body: { rows: [{}] } },
  );
  expect(await untilRows(url, tables, { timeoutMs: 5_000 })).toBe(true);
  expect(seen.map(({ path }) => path.split("?")[0])).toEqual([
    ...Array(3).fill("/api/rows/page-views/counts"),
    "/api/rows/page-views/counts_final",
  ]);
});

test("rows that do not come end the wait", async () => {
  const { url } = await answering({ status: 200, body: { rows: [] } });
  expect(await untilRows(url, tables, { timeoutMs: 0 })).toBe(false);
});

test("rows that only callers with a key may see are not awaited", async () => {
  const { url } = await answering({ status: 401 });
  expect(await untilRows(url, tables, { timeoutMs: 0 })).toBe(true);
});
