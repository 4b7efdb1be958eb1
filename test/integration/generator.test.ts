import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GeneratorSummary } from "@millrace/generator";
import { AvroDecoder, readTopic, RegistryClient } from "@millrace/kafka";
import { describe, expect, inject, test } from "vitest";
import { millrace } from "../helpers/millrace.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const topic = "test.streaming.page-view";
const hourMs = 3_600_000;
/** Far enough back that tests which begin behind the newest event find room before now. */
const start = new Date(Math.floor(Date.now() / hourMs) * hourMs - 22 * hourMs).toISOString();
const imperfections = ["--late", "5%", "--duplicate", "5%", "--out-of-order", "5%", "--malformed", "3%"];
const much = [
  "--domain",
  "page-views",
  "--count",
  "2000",
  "--rate",
  "max",
  "--start",
  start,
  ...imperfections,
];

/** Runs `millrace generate` and reads its summary. */
async function generate(...args: readonly string[]): Promise<GeneratorSummary> {
  const { stdout } = await millrace(["generate", ...args, "--json"], inject("stack").env);
  return JSON.parse(stdout) as GeneratorSummary;
}

/** What a seed generates, by way of a file: the ids that are to be in the topic, sorted, and the file. */
async function expectedOf(seed: number) {
  const file = join(temporaryFolder(), "events.jsonl");
  const { flaws } = await generate(...much, "--seed", String(seed), "--to", `file:${file}`);
  const { malformed = 0, duplicate = 0 } = flaws;
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  const ids = lines.map((line) => (JSON.parse(line) as { event: { event_id?: string } }).event.event_id);
  return { file, malformed, duplicate, sent: lines.length, ids: new Set(ids) };
}

/** How often each of the ids is in the topic. */
async function countsInTopic(ids: ReadonlySet<string | undefined>): Promise<ReadonlyMap<string, number>> {
  const { bootstrapServers, registryUrl } = inject("stack");
  const decoder = new AvroDecoder(new RegistryClient({ url: registryUrl }));
  const counts = new Map<string, number>();
  for await (const { value } of readTopic({ bootstrapServers: [bootstrapServers] }, topic)) {
    if (value?.[0] !== 0) continue;
    const { event_id } = (await decoder.decode(value)) as { event_id: string };
    if (ids.has(event_id)) counts.set(event_id, (counts.get(event_id) ?? 0) + 1);
  }
  return counts;
}

function total(counts: ReadonlyMap<string, number>) {
  const all = [...counts.values()];
  return { events: counts.size, records: all.reduce((sum, count) => sum + count, 0) };
}

describe("millrace generate", () => {
  const seed = randomInt(1_000_000_000);

  test("brings every event over HTTP into the topic, exactly", async () => {
    const { ids, sent, malformed, duplicate } = await expectedOf(seed);
    const summary = await generate(...much, "--seed", String(seed), "--to", "http");
    const once = 2_000 - malformed;
    const known = sent - malformed - once;
    expect(summary).toMatchObject({ sent, accepted: once, known, refused: malformed, errors: 0 });
    expect([malformed > 30, duplicate > 50]).toEqual([true, true]);
    expect(total(await countsInTopic(ids))).toEqual({ events: once, records: once });
  });

  test("brings every event to Kafka, and leaves malformed ones out", async () => {
    const { ids, sent, malformed } = await expectedOf(seed + 1);
    const summary = await generate(...much, "--seed", String(seed + 1), "--to", "kafka");
    expect(summary).toMatchObject({ sent, accepted: sent - malformed, skipped: malformed, errors: 0 });
    expect(total(await countsInTopic(ids))).toEqual({ events: 2_000 - malformed, records: sent - malformed });
  });

  test("replays a file, and says what in it is not valid", async () => {
    const { file, ids, sent, malformed } = await expectedOf(seed + 2);
    const args = ["generate", "--from", `file:${file}`, "--speed", "max", "--to", "kafka", "--json"];
    const { stdout } = await millrace(args, inject("stack").env, "capture", malformed > 0 ? 1 : 0);
    expect(JSON.parse(stdout)).toMatchObject({ sent, accepted: sent - malformed, errors: malformed });
    expect(total(await countsInTopic(ids)).records).toBe(sent - malformed);
  });

  test("makes the same bytes for the same seed", async () => {
    const [one, other] = [await expectedOf(seed), await expectedOf(seed)];
    expect(readFileSync(other.file)).toEqual(readFileSync(one.file));
  });
});
