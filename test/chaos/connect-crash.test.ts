import { randomUUID } from "node:crypto";
import { postgresUrl } from "@millrace/engines";
import { KafkaAdmin, type TopicRecord } from "@millrace/kafka";
import pg from "pg";
import { expect, inject, onTestFinished, test } from "vitest";
import { archiveConnector, type TestArchive } from "../helpers/archive-connector.ts";
import { enginePid, waitForNewEnginePid } from "../helpers/engine-pid.ts";
import type { StackAddresses } from "../helpers/millrace.ts";

const patience = { timeout: 120_000, interval: 500 };
const count = 2_000;

test("a worker killed before the archive's first commit loses no row", async () => {
  const stack = inject("stack");
  const name = `crash-${randomUUID().slice(0, 8)}`;
  const archive = await archiveConnector(stack, name, { commitIntervalMs: 10_000 });
  const ids = await archive.publish(count);
  const started = archive.start();
  const catalog = await holdCatalog(stack, archive.table);
  expect(catalog.metadataLocation, "nothing is committed yet").toContain("/00000-");
  await started;
  await expect.poll(() => readOffset(stack, archive), patience).toBeGreaterThan(0);
  const pid = await enginePid(stack, "connect");
  process.kill(pid, "SIGKILL");
  await catalog.release();
  await waitForNewEnginePid(stack, "connect", pid);
  await expect.poll(() => archive.eventIds(), patience).toEqual(ids.toSorted());
});

test("a worker killed under load archives every row exactly once", async () => {
  const stack = inject("stack");
  const archive = await archiveConnector(stack, `load-${randomUUID().slice(0, 8)}`);
  await archive.start();
  const ids = await archive.publish(count);
  await expect.poll(() => archive.eventIds().then((found) => found.length), patience).toBeGreaterThan(0);
  const pid = await enginePid(stack, "connect");
  const more = archive.publish(count);
  process.kill(pid, "SIGKILL");
  await waitForNewEnginePid(stack, "connect", pid);
  await expect.poll(() => archive.eventIds(), patience).toEqual([...ids, ...(await more)].toSorted());
});

test("a record that cannot be processed becomes a dead letter with its reason", async () => {
  const archive = await archiveConnector(inject("stack"), `dead-${randomUUID().slice(0, 8)}`);
  await archive.start();
  const [id] = await archive.publish(1);
  await archive.publishBytes(Buffer.from("not an Avro frame"));
  await expect.poll(() => archive.deadLetters(), patience).toHaveLength(1);
  const [letter] = (await archive.deadLetters()) as [TopicRecord];
  expect(letter.value?.toString()).toBe("not an Avro frame");
  expect(letter.headers.get("__connect.errors.stage")?.toString()).toBe("VALUE_CONVERTER");
  expect(letter.headers.get("__connect.errors.exception.message")?.length).toBeGreaterThan(0);
  await expect.poll(() => archive.eventIds(), patience).toEqual([id]);
});

/** Waits until the table is in the catalog, then keeps the archive from committing to it until it is released. */
async function holdCatalog(stack: StackAddresses, table: string) {
  const client = new pg.Client({ connectionString: postgresUrl(() => stack.postgresAddress) });
  await client.connect();
  onTestFinished(() => client.end());
  const sql = "SELECT metadata_location FROM iceberg_tables WHERE table_name = $1";
  const location = async () => (await client.query<{ metadata_location: string }>(sql, [table])).rows[0];
  await expect.poll(location, { timeout: 60_000, interval: 50 }).toBeDefined();
  await client.query("BEGIN");
  // Readers pass, so that the worker can open the table and write its files; the commit itself waits.
  await client.query("LOCK TABLE iceberg_tables IN EXCLUSIVE MODE");
  return { metadataLocation: (await location())?.metadata_location, release: () => client.query("ROLLBACK") };
}

/** How far the connector counts its records as read. */
async function readOffset(stack: StackAddresses, { name, topic }: TestArchive): Promise<number> {
  await using admin = new KafkaAdmin({ bootstrapServers: [stack.bootstrapServers] });
  const offsets = await admin.committedOffsets(`connect-${name}`, topic);
  return [...offsets.values()].reduce((sum, offset) => sum + offset, 0);
}
