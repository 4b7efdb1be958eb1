import type { SchemaPlan } from "@millrace/domain";
import type { RegistryClient } from "@millrace/kafka";
import type { Change } from "./change.ts";

/**
 * Registers every schema under its subject with the compatibility that the plan asks for.
 *
 * @throws SchemaIncompatibleError when a schema breaks the readers of an earlier version
 */
export async function applySchemas(
  registry: RegistryClient,
  schemas: readonly SchemaPlan[],
): Promise<Change[]> {
  return Promise.all(schemas.map((schema) => applySchema(registry, schema)));
}

async function applySchema(registry: RegistryClient, plan: SchemaPlan): Promise<Change> {
  const { subject, schema, compatibility } = plan;
  const isNew = !(await registry.subjects()).includes(subject);
  if (!isNew && (await registry.find(subject, schema)) !== undefined) {
    return { kind: "schema", name: subject, action: "unchanged" };
  }
  // An existing subject's level is set first, so that it judges the new version; a new one has nothing to set it on.
  if (!isNew) await registry.setCompatibility(subject, compatibility);
  await registry.register(subject, schema);
  if (isNew) await registry.setCompatibility(subject, compatibility);
  return { kind: "schema", name: subject, action: isNew ? "created" : "updated" };
}
