import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startPublishing } from "../helpers/publishing.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const disk = smallDisk();

test.runIf(disk !== undefined)(
  "a full disk answers 503 and loses no accepted event",
  async ({ annotate }) => {
    const dataDir = (disk as () => string)();
    const { node, publisher, load } = await startPublishing({ dataDir });
    await load.untilAccepted(500, "kafka");
    node.freeze();
    await load.untilAnswered(503, 20);
    expect(publisher.output).toMatch(/ENOSPC/);
    expect((await publisher.spool())?.detail).toMatch(/cannot be written .*ENOSPC/);
    const ready = await fetch(`${publisher.url}/health/ready`);
    expect(ready.status).toBe(503);
    node.thaw();
    await publisher.untilDelivered();
    await load.untilAccepted(500, "kafka");
    await load.stop();
    await publisher.untilDelivered();
    await annotate(`came twice: ${await load.expectInKafka(node.connection)} of ${load.accepted.size}`);
  },
);

test("a full spool answers 503 and loses no accepted event", async ({ annotate }) => {
  const { node, publisher, load } = await startPublishing({ env: { SPOOL_MAX_BYTES: "1048576" } });
  await load.untilAccepted(500, "kafka");
  node.freeze();
  await load.untilAnswered(503, 20);
  expect((await publisher.spool())?.detail).toMatch(/is full/);
  node.thaw();
  await publisher.untilDelivered();
  await load.untilAccepted(500, "kafka");
  await load.stop();
  await publisher.untilDelivered();
  await annotate(`came twice: ${await load.expectInKafka(node.connection)} of ${load.accepted.size}`);
});

/** Makes a disk of 3 MiB; undefined where this process may not mount one. */
function smallDisk(): (() => string) | undefined {
  const mount = (folder: string) =>
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", folder]).status === 0;
  const probe = mkdtempSync(join(tmpdir(), "millrace-test-"));
  const isPermitted = mount(probe);
  if (isPermitted) spawnSync("umount", [probe]);
  rmdirSync(probe);
  if (!isPermitted) return undefined;
  return () => {
    const folder = temporaryFolder();
    expect(mount(folder)).toBe(true);
    onTestFinished(() => void spawnSync("umount", ["-l", folder]));
    return folder;
  };
}
