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
  if (isNew) {
    await registry.register(subject, schema);
    await registry.setCompatibility(subject, compatibility);
    return { kind: "schema", name: subject, action: "created" };
  }
  // Set first, so that it judges the new version.
  const isOtherLevel = (await registry.compatibility(subject)) !== compatibility;
  if (isOtherLevel) await registry.setCompatibility(subject, compatibility);
  const isOtherSchema = (await registry.find(subject, schema)) === undefined;
  if (isOtherSchema) await registry.register(subject, schema);
  return { kind: "schema", name: subject, action: isOtherLevel || isOtherSchema ? "updated" : "unchanged" };
}
