import { join } from "node:path";
import { expect, test } from "vitest";
import { startPublishing } from "../helpers/publishing.ts";

const jumpingClock = join(import.meta.dirname, "..", "helpers", "jumping-clock.mjs");

test("a clock that jumps by days loses and doubles nothing", async ({ annotate }) => {
  const { node, publisher, load } = await startPublishing({ preload: [jumpingClock] });
  await load.untilAccepted(500, "kafka");
  node.freeze();
  for (let jump = 0; jump < 3; jump += 1) {
    publisher.signal("SIGUSR2");
    await load.untilAccepted(1_000, "spool");
  }
  node.thaw();
  await publisher.untilDelivered();
  publisher.signal("SIGUSR2");
  await load.untilAccepted(1_000, "kafka");
  await load.stop();
  await publisher.untilDelivered();
  await annotate(`came twice: ${await load.expectInKafka(node.connection)} of ${load.accepted.size}`);
  expect([...load.answers.keys()]).toEqual([202]);
});
