import type { Plan, SchemaPlan } from "@millrace/domain";
import type { RegistryClient } from "@millrace/kafka";
import type { Difference } from "./difference.ts";

type Registry = Pick<
  RegistryClient,
  "compatibility" | "find" | "incompatibilities" | "setCompatibility" | "subjects" | "versions"
>;

/** Compares the schemas of a plan with those that are registered, and asks the registry whether new ones are compatible. */
export async function compareSchemas(registry: Registry, plan: Plan): Promise<readonly Difference[]> {
  const subjects = new Set(await registry.subjects());
  const planned = new Set(plan.schemas.map(({ subject }) => subject));
  const left = [...subjects].filter(
    (subject) => subject.startsWith(`${plan.stage}.streaming.`) && !planned.has(subject),
  );
  const compared = plan.schemas.map(async (schema): Promise<Difference> => {
    if (subjects.has(schema.subject)) return await compareSchema(registry, schema, plan);
    return { kind: "schema", name: schema.subject, action: "create", details: [] };
  });
  return [
    ...(await Promise.all(compared)),
    ...left.map((name): Difference => ({ kind: "schema", name, action: "leave", details: [] })),
  ];
}

async function compareSchema(
  registry: Registry,
  { subject, schema, compatibility }: SchemaPlan,
  plan: Plan,
): Promise<Difference> {
  const [level, found] = await Promise.all([registry.compatibility(subject), registry.find(subject, schema)]);
  const levels = level === compatibility ? [] : [`compatibility: ${level} → ${compatibility}`];
  if (found !== undefined)
    return {
      kind: "schema",
      name: subject,
      action: levels.length === 0 ? "unchanged" : "change",
      details: levels,
    };
  const [reasons, versions] = await Promise.all([
    registry.incompatibilities(subject, schema),
    registry.versions(subject),
  ]);
  const next = `version ${versions.length} → ${versions.length + 1}`;
  if (reasons.length === 0)
    return {
      kind: "schema",
      name: subject,
      action: "change",
      details: [...levels, `${next} (${level}: compatible)`],
    };
  return {
    kind: "schema",
    name: subject,
    action: "refuse",
    details: [
      ...levels,
      `${next} (${level}: not compatible: ${reasons.join("; ")})`,
      `read by ${readersOf(subject, plan).join(", ") || "nobody in this plan"}`,
      "give new fields a default or make them optional, keep the types of the others, or use a new topic",
    ],
  };
}

/** Who would have to understand records of both versions. */
function readersOf(subject: string, { tables, statements, connectors }: Plan): readonly string[] {
  const topic = subject.replace(/-(?:key|value)$/, "");
  const events = new Set(
    tables.filter((table) => table.topic === topic && table.role === "event").map(({ name }) => name),
  );
  return [
    ...statements
      .filter((each) => each.tables.some((name) => events.has(name)))
      .map(({ name }) => `statement ${name}`),
    ...connectors
      .filter(({ config }) => (config["topics"] ?? "").split(",").some((name) => name.trim() === topic))
      .map(({ name }) => `connector ${name}`),
  ];
}
