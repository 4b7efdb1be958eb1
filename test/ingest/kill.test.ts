import { expect, test } from "vitest";
import { startPublishing } from "../helpers/publishing.ts";

test("a publisher that is killed under load loses no accepted event", async ({ annotate }) => {
  const { node, publisher, load } = await startPublishing();
  for (let kill = 0; kill < 3; kill += 1) {
    await load.untilAccepted(1_000);
    await publisher.kill();
    await publisher.start();
  }
  await load.untilAccepted(500);
  await load.stop();
  await publisher.untilDelivered();
  await annotate(`came twice: ${await load.expectInKafka(node.connection)} of ${load.accepted.size}`);
});

test("a publisher that is killed while it spools loses nothing", async ({ annotate }) => {
  const { node, publisher, load } = await startPublishing();
  await load.untilAccepted(500);
  node.freeze();
  for (let kill = 0; kill < 2; kill += 1) {
    await load.untilAccepted(1_000, "spool");
    await publisher.kill();
    await publisher.start();
  }
  await load.untilAccepted(500, "spool");
  node.thaw();
  await load.stop();
  await publisher.untilDelivered();
  await annotate(`came twice: ${await load.expectInKafka(node.connection)} of ${load.accepted.size}`);
});

test("a publisher that is killed while it replays loses nothing", async ({ annotate }) => {
  const { node, publisher, load } = await startPublishing();
  node.freeze();
  await load.untilAccepted(5_000, "spool");
  node.thaw();
  for (let kill = 0; kill < 3; kill += 1) {
    await publisher.untilSpool(({ replayed }) => replayed > 0);
    await publisher.kill();
    node.freeze();
    await publisher.start();
    await load.untilAccepted(2_000, "spool");
    node.thaw();
  }
  await load.stop();
  await publisher.untilDelivered();
  await annotate(`came twice: ${await load.expectInKafka(node.connection)} of ${load.accepted.size}`);
});

test("a publisher that is stopped under load finishes and keeps all", async ({ annotate }) => {
  const { node, publisher, load } = await startPublishing();
  node.freeze();
  await load.untilAccepted(1_000, "spool");
  await publisher.stop();
  expect(publisher.output).toContain('"msg":"stopped"');
  node.thaw();
  await publisher.start();
  await load.untilAccepted(500, "kafka");
  await load.stop();
  await publisher.untilDelivered();
  await annotate(`came twice: ${await load.expectInKafka(node.connection)} of ${load.accepted.size}`);
});
