import { createHash } from "node:crypto";
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openReceipts } from "../../../../apps/publisher/src/receipts/open-receipts.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";
import { inKafka, inSpool, keep, key } from "./parts.ts";

const limits = { horizonMs: 3_600_000, maxEvents: 10_000 };
const keys = Array.from({ length: 1_000 }, (_, at) => key(`event-${at}`));

function onlyFile(folder: string): string {
  const name = readdirSync(folder).find((name) => name.endsWith(".log"));
  return join(folder, name ?? "none");
}

test("events are known after a restart", async () => {
  const dataDir = temporaryFolder();
  const first = await openReceipts({ dataDir, ...limits });
  await keep(
    first.receipts,
    keys,
    keys.map((_, at) => (at % 2 === 0 ? inKafka(at) : inSpool())),
  );
  first.receipts.moved(key("event-1"), inKafka(77).place);
  await first.close();
  await using second = await openReceipts({ dataDir, ...limits });
  const [known0, known1, known999] = [0, 1, 999].map((at) => second.receipts.claim([keys[at]!])[0]);
  expect([known0, known1, known999]).toEqual([inKafka(0), inKafka(77), inSpool()]);
  expect(second.receipts.facts()).toMatchObject({ events: 1_000, hits: 3, lookups: 3, failures: 0 });
});

test("answers are known after a restart", async () => {
  const dataDir = temporaryFolder();
  const bodyHash = createHash("sha256").update("[]").digest();
  const first = await openReceipts({ dataDir, ...limits });
  const begun = first.answers.begin("shop", "k");
  const answer = { status: 207, contentType: "application/json", body: Buffer.from("{}") };
  if (begun.kind === "run") await begun.settle(answer, bodyHash);
  await first.close();
  await using second = await openReceipts({ dataDir, ...limits });
  const again = second.answers.begin("shop", "k", bodyHash);
  expect(again.kind === "known" && again.answerFor(bodyHash)).toEqual(answer);
});

test("a torn tail costs nothing that was settled", async () => {
  const dataDir = temporaryFolder();
  const first = await openReceipts({ dataDir, ...limits });
  await keep(first.receipts, [key("a")], [inKafka(1)]);
  await first.close();
  appendFileSync(onlyFile(join(dataDir, "receipts", "events")), Buffer.from("a7310000", "hex"));
  await using second = await openReceipts({ dataDir, ...limits });
  expect(second.receipts.peek([key("a")])).toEqual([inKafka(1)]);
});

test("damage costs the events that stood there", async () => {
  const dataDir = temporaryFolder();
  const first = await openReceipts({ dataDir, ...limits });
  for (const id of ["a", "b", "c"]) await keep(first.receipts, [key(id)], [inKafka(1)]);
  await first.close();
  const file = onlyFile(join(dataDir, "receipts", "events"));
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes[middle] = bytes[middle]! ^ 0xff;
  writeFileSync(file, bytes);
  await using second = await openReceipts({ dataDir, ...limits });
  expect(second.receipts.peek(["a", "b", "c"].map((id) => key(id)))).toEqual([
    inKafka(1),
    undefined,
    inKafka(1),
  ]);
});

test("damage found while running makes an event new", async () => {
  const dataDir = temporaryFolder();
  await using open = await openReceipts({ dataDir, ...limits });
  await keep(open.receipts, [key("a")], [inKafka(1)]);
  const file = onlyFile(join(dataDir, "receipts", "events"));
  writeFileSync(file, Buffer.alloc(readFileSync(file).length));
  expect(open.receipts.claim([key("a")])).toEqual(["new"]);
  expect(open.receipts.facts().failures).toBe(1);
});

test("a second publisher does not take the folder", async () => {
  const dataDir = temporaryFolder();
  await using open = await openReceipts({ dataDir, ...limits });
  await expect(openReceipts({ dataDir, ...limits })).rejects.toMatchObject({ code: "LOG_LOCKED" });
  expect(open.receipts.facts().events).toBe(0);
});
