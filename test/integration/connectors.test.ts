import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { archiveConnector } from "../helpers/archive-connector.ts";

test("a bad configuration is refused with connector, key and value", async () => {
  const archive = await archiveConnector(inject("stack"), `bad-${randomUUID().slice(0, 8)}`);
  const bad = { "iceberg.control.commit.interval-ms": "soon", "s3.flavour": "${no.such.thing}" };
  await expect(archive.start(bad)).rejects.toThrow(
    new RegExp(`${archive.name}[^]*iceberg\\.control\\.commit\\.interval-ms[^]*soon`),
  );
  await expect(archive.start(bad)).rejects.toThrow(
    /s3\.flavour[^]*the placeholder \$\{no\.such\.thing\} has no value/,
  );
});
