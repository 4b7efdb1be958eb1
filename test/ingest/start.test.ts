import { expect, test } from "vitest";
import { startPublishing } from "../helpers/publishing.ts";

test("events are taken by a start without Kafka and registry", async ({ annotate }) => {
  const { node, registry, publisher, load } = await startPublishing();
  await load.untilAccepted(500, "kafka");
  await publisher.kill();
  await registry.stop();
  node.freeze();
  await publisher.start();
  await load.untilAccepted(1_000, "spool");
  const ready = await fetch(`${publisher.url}/health/ready`);
  expect(ready.status).toBe(200);
  node.thaw();
  await load.stop();
  await publisher.untilDelivered();
  await annotate(`came twice: ${await load.expectInKafka(node.connection)} of ${load.accepted.size}`);
});

test("a registry that goes away stops nobody", async () => {
  const { node, registry, publisher, load } = await startPublishing();
  await load.untilAccepted(500, "kafka");
  await registry.stop();
  await load.untilAccepted(2_000, "kafka");
  await load.stop();
  await publisher.untilDelivered();
  expect(await load.expectInKafka(node.connection)).toBe(0);
  expect([...load.answers.keys()]).toEqual([202]);
});
