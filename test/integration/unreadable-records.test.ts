import type { Plan } from "@millrace/domain";
import { applyPlan } from "@millrace/engines";
import { KafkaAdmin } from "@millrace/kafka";
import { expect, inject, test } from "vitest";
import { OwnStatement } from "../helpers/own-statement.ts";
import { StatementStage } from "../helpers/statement-stage.ts";

const patience = { timeout: 90_000, interval: 250 };

/** What is no event in as many ways as there are, made from the bytes of one that is. */
function broken(good: Buffer): readonly Buffer[] {
  const unknownSchema = Buffer.from(good);
  unknownSchema.writeInt32BE(2_000_000_000, 1);
  // A text of 2 ** 30 bytes.
  const hugeText = Buffer.from([0x80, 0x80, 0x80, 0x80, 0x08]);
  return [
    Buffer.from("no Avro"),
    Buffer.alloc(0),
    unknownSchema,
    good.subarray(0, -3),
    good.subarray(0, 5),
    Buffer.concat([good, Buffer.alloc(3)]),
    Buffer.concat([good.subarray(0, 5), hugeText]),
  ];
}

test("counts what is good and keeps what cannot be read", async () => {
  const stage = new StatementStage(inject("stack"));
  await stage.apply();
  await stage.publish(3);
  const unreadable = broken(await stage.publishedValue());
  for (const value of unreadable) {
    await stage.publishBytes([value]);
    await stage.publish(1);
  }
  await stage.publishBytes([null]);
  await stage.publish(1);
  await stage.expectResult({ page_view_count: 3 + unreadable.length + 1 });
  const letters = await stage.deadLetters();
  expect(letters.map(({ value }) => value?.toString("hex"))).toEqual(
    unreadable.map((value) => value.toString("hex")),
  );
  expect(letters.map(({ key }) => key)).toEqual(unreadable.map(() => null));
  expect(await stage.target.jobManager.exceptions(stage.jobId)).toEqual([]);
  await expect.poll(() => stage.counted("unreadableRecords"), patience).toBe(unreadable.length);
  await expect.poll(() => stage.counted("recordsWithoutValue"), patience).toBe(1);
});

test("says why and whence, and nothing of the value", async () => {
  const stage = new StatementStage(inject("stack"));
  await stage.apply();
  await stage.publishBytes([Buffer.from("SW19 is private"), Buffer.from("SW19 is private")]);
  await expect.poll(async () => (await stage.deadLetters()).length, patience).toBe(2);
  const [first, again] = (await stage.deadLetters()).map(({ headers }) =>
    Object.fromEntries([...headers].map(([name, text]) => [name, text.toString()])),
  );
  expect(first).toEqual({
    "dead-letter-reason": "it does not begin with the zero of framed Avro",
    "dead-letter-code": "UNREADABLE_RECORD",
    "dead-letter-origin": "flink/page_views_received",
    "dead-letter-time": expect.stringMatching(/^\d{13}$/) as string,
    "event-id": expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    "original-topic": `${stage.stage}.streaming.page-view`,
  });
  expect(again?.["event-id"]).toBe(first?.["event-id"]);
});

test("keeps nothing while the registry is away", async () => {
  const statement = await OwnStatement.start(inject("stack"), { registryUrl: "http://127.0.0.1:1" });
  await statement.publish(0, Date.now());
  const failures = async () => JSON.stringify(await statement.target.jobManager.exceptions(statement.jobId));
  await expect.poll(failures, patience).toContain("The schema registry at http://127.0.0.1:1 could not say");
  expect(await statement.deadLetters()).toEqual([]);
});

test("waits for its dead letter topic rather than lose a record", async () => {
  const stage = new StatementStage(inject("stack"));
  await stage.apply();
  await stage.publish(1);
  await stage.expectResult({ page_view_count: 1 });
  await using admin = new KafkaAdmin({ bootstrapServers: [inject("stack").bootstrapServers] });
  await admin.deleteTopics([stage.deadLetterTopic]);
  await stage.publishBytes([Buffer.from("no Avro")]);
  const failures = async () => JSON.stringify(await stage.target.jobManager.exceptions(stage.jobId));
  await expect
    .poll(failures, patience)
    .toContain(`Topic ${stage.deadLetterTopic} does not take a record of topic`);
  await stage.apply();
  await stage.publish(1);
  await stage.expectResult({ page_view_count: 2 });
  expect((await stage.deadLetters()).map(({ value }) => value?.toString())).toContain("no Avro");
});

test("goes on from the savepoint of a form without dead letters", async () => {
  const stage = new StatementStage(inject("stack"));
  await applyPlan(stage.platform, withoutDeadLetters(stage.plan));
  await stage.publish(3);
  await stage.expectResult({ page_view_count: 3 });
  const changes = await applyPlan(stage.platform, stage.plan);
  expect(changes.find(({ kind }) => kind === "statement")).toMatchObject({ action: "updated" });
  await stage.publishBytes([Buffer.from("no Avro")]);
  await stage.publish(4);
  await stage.expectResult({ page_view_count: 7 });
  expect(await stage.deadLetters()).toHaveLength(1);
});

/** The plan as it was before event tables had a dead letter topic. */
function withoutDeadLetters(plan: Plan): Plan {
  return {
    ...plan,
    tables: plan.tables.map(({ deadLetterTopic: _, ...table }) => table),
    statements: plan.statements.map((statement) => ({ ...statement, hash: "before" })),
  };
}
