import type { EventPlan } from "@millrace/domain";
import type { SchemaIds } from "@millrace/events";
import type { RegistryClient } from "@millrace/kafka";
import { GeneratorError } from "../errors.ts";

/**
 * Looks up the ids under which the schemas of event types are registered.
 * @throws GeneratorError for one that is not, and what the registry's client throws
 */
export async function schemaIds(
  events: readonly EventPlan[],
  registry: Pick<RegistryClient, "find">,
): Promise<(event: EventPlan) => SchemaIds> {
  const subjects = new Map(
    events.flatMap(({ subject, schema, key }) => [
      [subject, schema] as const,
      ...(key.format === "avro" ? [[key.subject, key.schema] as const] : []),
    ]),
  );
  const found = await Promise.all(
    [...subjects].map(async ([subject, schema]) => [subject, await idOf(subject, schema, registry)] as const),
  );
  const ids = new Map(found);
  return ({ subject, key }) => ({
    value: ids.get(subject) as number,
    ...(key.format === "avro" ? { key: ids.get(key.subject) as number } : {}),
  });
}

async function idOf(
  subject: string,
  schema: unknown,
  registry: Pick<RegistryClient, "find">,
): Promise<number> {
  const version = await registry.find(subject, schema);
  if (version !== undefined) return version.id;
  throw new GeneratorError(
    `the registry has no version of the subject ${subject} with the schema that the domain has now; ` +
      "apply the domain first (npm run apply)",
  );
}
