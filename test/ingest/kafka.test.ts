import { expect, test } from "vitest";
import { startPublishing } from "../helpers/publishing.ts";

test("a broker that is killed under load loses no accepted event", async ({ annotate }) => {
  const { node, publisher, load } = await startPublishing();
  await load.untilAccepted(2_000);
  node.kill();
  await load.untilAccepted(2_000, "spool");
  await node.untilRestarted();
  await publisher.untilDelivered();
  await load.untilAccepted(2_000, "kafka");
  await load.stop();
  await publisher.untilDelivered();
  await annotate(`came twice: ${await load.expectInKafka(node.connection)} of ${load.accepted.size}`);
  expect([...load.answers.keys()]).toEqual([202]);
});

test("a frozen broker stops nobody and loses nothing", async ({ annotate }) => {
  const { node, publisher, load } = await startPublishing();
  await load.untilAccepted(2_000);
  node.freeze();
  await load.untilAccepted(5_000, "spool");
  node.thaw();
  await publisher.untilDelivered();
  await load.untilAccepted(2_000, "kafka");
  await load.stop();
  await publisher.untilDelivered();
  await annotate(`came twice: ${await load.expectInKafka(node.connection)} of ${load.accepted.size}`);
  expect([...load.answers.keys()]).toEqual([202]);
});

test("a broker that is restarted twice gets all events", async ({ annotate }) => {
  const { node, publisher, load } = await startPublishing();
  for (let restart = 1; restart <= 2; restart += 1) {
    await load.untilAccepted(500, "kafka");
    node.terminate();
    await load.untilAccepted(500, "spool");
    await node.untilRestarted(restart);
    await publisher.untilDelivered();
  }
  await load.stop();
  await publisher.untilDelivered();
  await annotate(`came twice: ${await load.expectInKafka(node.connection)} of ${load.accepted.size}`);
});
