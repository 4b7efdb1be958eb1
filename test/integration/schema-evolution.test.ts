import { randomUUID } from "node:crypto";
import { RegistryClient, RegistryRefusedError } from "@millrace/kafka";
import fc from "fast-check";
import { describe, expect, inject, test } from "vitest";
import { parseAvro } from "../../packages/domain/src/evolve/avro-schema.ts";
import { isUnreadable, type Mismatch } from "../../packages/domain/src/evolve/mismatch.ts";
import { findMismatches } from "../../packages/domain/src/evolve/resolve.ts";
import { StatementStage } from "../helpers/statement-stage.ts";
import { type AvroJson, schemaPairs } from "../unit/domain/evolve/schema-pairs.ts";

/** Whether the registry would take a later schema at a level. */
async function isTaken(before: AvroJson, after: AvroJson, level: "BACKWARD" | "FORWARD"): Promise<boolean> {
  const registry = new RegistryClient({ url: inject("stack").registryUrl });
  const subject = `evolution-${randomUUID()}`;
  await registry.register(subject, before);
  await registry.setCompatibility(subject, level);
  const reasons = await registry.incompatibilities(subject, after).catch(refusal);
  await registry.deleteSubject(subject);
  return reasons.length === 0;
}

/** Where a name and an alias of one field are two fields of the other schema, the check itself fails. */
function refusal(error: unknown): readonly string[] {
  if (error instanceof RegistryRefusedError && error.errorCode === 42201) return [error.message];
  throw error;
}

function mismatches(reader: AvroJson, writer: AvroJson): readonly Mismatch[] {
  return findMismatches(parseAvro(reader), parseAvro(writer));
}

function isReadable(reader: AvroJson, writer: AvroJson): boolean {
  return !mismatches(reader, writer).some(isUnreadable);
}

describe("the verdict on a changed schema", () => {
  test("is the registry's, over generated pairs", async () => {
    let taken = 0;
    for (const { before, after } of fc.sample(schemaPairs, { numRuns: 100, seed: 11 })) {
      const ours = {
        BACKWARD: isReadable(after, before),
        FORWARD: isReadable(before, after),
      };
      const theirs = {
        BACKWARD: await isTaken(before, after, "BACKWARD"),
        FORWARD: await isTaken(before, after, "FORWARD"),
      };
      expect({ before, after, verdict: ours }).toEqual({ before, after, verdict: theirs });
      taken += Number(theirs.BACKWARD) + Number(theirs.FORWARD);
    }
    // Pairs that are all incompatible would prove nothing.
    expect(taken).toBeGreaterThan(30);
  });

  test("is stricter than the registry's where values would be misunderstood", async () => {
    const record = (type: unknown) => ({ type: "record", name: "r", fields: [{ name: "a", type }] });
    const colour = (namespace: string) => ({ type: "enum", name: "colour", namespace, symbols: ["RED"] });
    for (const [before, after, kind] of [
      [{ type: "long", currency: "EUR" }, { type: "long", currency: "USD" }, "meaning"],
      ["long", { type: "long", logicalType: "timestamp-millis" }, "meaning"],
      [colour("shop"), colour("store"), "name"],
    ] as const) {
      expect(mismatches(record(after), record(before)).map((each) => each.kind)).toEqual([kind]);
      expect(await isTaken(record(before), record(after), "BACKWARD")).toBe(true);
    }
  });
});

test("Flink reads a record that was written under an attribute's old name", async () => {
  const stage = new StatementStage(inject("stack"));
  await stage.apply();
  await stage.publish(2, { webpage: "old" });
  await stage.publish(1, { webpage: "other" });
  await stage.expectResult({ page_view_count: 3 });
  stage.edit("domain.yaml", "\n    webpage: ", "\n    page: ");
  stage.edit("domain.yaml", "      webpage:\n", "      page:\n        aliases: [webpage]\n");
  stage.edit(
    "domain.yaml",
    "page_view_count: { type: long }",
    "page_view_count: { type: long, aliases: [views] }",
  );
  stage.edit("page_views_late.sql", "  webpage,\n", "  page AS webpage,\n");
  stage.edit("page_view_counts.sql", "WHERE COALESCE", "WHERE page = 'old' AND COALESCE");
  await stage.apply("replay");
  await stage.expectResult({ page_view_count: 2 });
  // Flink registers its own print of the schema when it writes: another text would be a third version.
  expect(await stage.valueVersions("page-view.output.provisional")).toBe(2);
});
