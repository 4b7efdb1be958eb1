import { isDeepStrictEqual } from "node:util";
import type { DomainSources } from "../load/load-domain.ts";
import { type LoadedYaml, loadYaml } from "../load/yaml-text.ts";
import type { Compatibility } from "../normalize/domain.ts";
import type { KeyPlan, Plan, SchemaPlan, TablePlan } from "../plan.ts";
import { compareText } from "../source-file.ts";
import { parseAvro } from "./avro-schema.ts";
import { changedMasks } from "./changed-masks.ts";
import { checkSubject, keyFinding, type UnplacedFinding } from "./check-subject.ts";
import type { EarlierSchema, Evolution, EvolutionFinding, SubjectVerdict } from "./evolution.ts";
import { likelyRenamings } from "./likely-renamings.ts";
import { locateField } from "./locate.ts";
import type { SubjectOwner } from "./readers.ts";

/** What the schemas of some domains are compared with. */
export interface EvolutionInput {
  readonly plan: Plan;
  /** The files that it was compiled from, for places. */
  readonly sources: readonly DomainSources[];
  /** Plans of earlier files of these domains, for the same stage. */
  readonly committed?: readonly { readonly label: string; readonly plan: Plan }[];
  /** What a registry holds, by subject, oldest first. Only the newest counts unless the compatibility is transitive. */
  readonly registered?: ReadonlyMap<string, readonly EarlierSchema[]>;
}

/** Compares every subject of a plan with what it was before; nothing is asked, read or changed. */
export function checkEvolution(input: EvolutionInput): Evolution {
  const documents = new Map(
    input.sources.flatMap(({ domain }) => {
      const { document } = loadYaml(domain);
      return document === undefined ? [] : [[domain.path.split("/").at(-2) ?? "", document] as const];
    }),
  );
  const checked = input.plan.schemas.map((schema) => check(schema, input, documents.get(schema.domain)));
  return {
    subjects: checked.map(({ verdict }) => verdict),
    findings: checked.flatMap(({ findings }) => findings),
    notes: [
      ...checked.flatMap(({ notes }) => notes),
      ...changedMasks({ plan: input.plan, committed: input.committed ?? [], documents }),
      ...goneSubjects(input),
    ].sort(compareText),
  };
}

interface Checked {
  readonly verdict: SubjectVerdict;
  readonly findings: readonly EvolutionFinding[];
  readonly notes: readonly string[];
}

function check(schema: SchemaPlan, input: EvolutionInput, document: LoadedYaml | undefined): Checked {
  const { plan } = input;
  const owner = ownerOf(schema, plan);
  const earlier = earlierSchemas(schema, input);
  const found = [
    ...checkSubject(schema, earlier, { owner, plan }),
    ...(owner.part === "value" ? changedKeys(schema, owner, input) : []),
  ];
  const { subject, domain, compatibility } = schema;
  return {
    verdict: {
      subject,
      domain,
      compatibility,
      verdict: verdictOf(schema, earlier, found),
      against: earlier.map(({ label }) => label),
    },
    findings: found.map((finding) => place(finding, owner.table, document)),
    notes: [
      ...loweredLevels(schema, input),
      ...(found.length > 0 || owner.part === "key" || compatibility === "NONE"
        ? []
        : renamings(schema, earlier, owner.table, document)),
    ],
  };
}

function ownerOf({ subject }: SchemaPlan, { tables }: Plan): SubjectOwner {
  const topic = subject.replace(/-(?:key|value)$/, "");
  const table = tables.find((each) => each.topic === topic);
  if (table === undefined) throw new Error(`the subject ${subject} belongs to no table`);
  return { topic, part: subject.endsWith("-key") ? "key" : "value", table };
}

function earlierSchemas(
  { subject, compatibility }: SchemaPlan,
  { committed = [], registered }: EvolutionInput,
): readonly EarlierSchema[] {
  const versions = registered?.get(subject) ?? [];
  return [
    ...(compatibility === "BACKWARD_TRANSITIVE" ? versions : versions.slice(-1)),
    ...committed.flatMap(({ label, plan }) =>
      plan.schemas.filter((each) => each.subject === subject).map(({ schema }) => ({ label, schema })),
    ),
  ];
}

function verdictOf(
  { schema, compatibility }: SchemaPlan,
  earlier: readonly EarlierSchema[],
  found: readonly UnplacedFinding[],
): SubjectVerdict["verdict"] {
  if (found.length > 0) return "incompatible";
  if (earlier.length === 0) return "new";
  if (earlier.every((each) => isDeepStrictEqual(each.schema, schema))) return "unchanged";
  return compatibility === "NONE" ? "unchecked" : "compatible";
}

/** Columns or format of a key that changed between Avro and bare bytes, which no subject tells. */
function changedKeys(
  schema: SchemaPlan,
  owner: SubjectOwner,
  { plan, committed = [] }: EvolutionInput,
): readonly UnplacedFinding[] {
  if (schema.compatibility === "NONE") return [];
  return committed.flatMap(({ label, plan: before }) => {
    const table = before.tables.find(({ topic }) => topic === owner.topic);
    if (table === undefined || sameKey(table.key, owner.table.key)) return [];
    // Two Avro keys are two versions of one subject, and told there.
    if (table.key.format === "avro" && owner.table.key.format === "avro") return [];
    const what = `the key was ${keyText(table.key)} and is ${keyText(owner.table.key)} now`;
    return [keyFinding(schema, { label, schema: undefined }, { what, context: { owner, plan } })];
  });
}

function sameKey(left: KeyPlan, right: KeyPlan): boolean {
  return left.format === right.format && isDeepStrictEqual(left.columns, right.columns);
}

function keyText({ format, columns }: KeyPlan): string {
  const form = { raw: " as bare text", avro: " as an Avro record", none: "" }[format];
  return columns.length === 0 ? "none" : `${columns.join(", ")}${form}`;
}

function place(
  { steps, ...finding }: UnplacedFinding,
  table: TablePlan,
  document: LoadedYaml | undefined,
): EvolutionFinding {
  const found = document === undefined ? undefined : locateField(document, table, steps);
  return found === undefined ? finding : { ...finding, place: found };
}

/** What each level asks of a new schema. */
const strictness: Readonly<Record<Compatibility, readonly string[]>> = {
  NONE: [],
  BACKWARD: ["backward"],
  BACKWARD_TRANSITIVE: ["backward", "transitive"],
  FORWARD: ["forward"],
  FULL: ["backward", "forward"],
};

function loweredLevels(
  { subject, compatibility }: SchemaPlan,
  { committed = [] }: EvolutionInput,
): readonly string[] {
  return committed.flatMap(({ label, plan }) => {
    const before = plan.schemas.find((each) => each.subject === subject)?.compatibility;
    if (before === undefined) return [];
    const isLower = strictness[before].some((demand) => !strictness[compatibility].includes(demand));
    return isLower
      ? [
          `${subject}: its compatibility was ${before} in ${label} and is ${compatibility} now, which asks for less`,
        ]
      : [];
  });
}

function renamings(
  { schema, subject }: SchemaPlan,
  earlier: readonly EarlierSchema[],
  table: TablePlan,
  document: LoadedYaml | undefined,
): readonly string[] {
  const now = parseAvro(schema);
  const texts = earlier.flatMap(({ label, schema: before }) =>
    likelyRenamings(now, parseAvro(before)).map(({ from, to }) => {
      const found = document === undefined ? undefined : locateField(document, table, [to]);
      const where = found === undefined ? subject : `${found.file}:${found.line}:${found.column} ${subject}`;
      return (
        `${where}: if ${to} is the ${from} of ${label} under a new name, say aliases: [${from}]; ` +
        "without it readers of earlier records find its default"
      );
    }),
  );
  return [...new Set(texts)];
}

function goneSubjects({ plan, committed = [] }: EvolutionInput): readonly string[] {
  const now = new Set(plan.schemas.map(({ subject }) => subject));
  return committed.flatMap(({ label, plan: before }) =>
    before.schemas
      .filter(({ subject }) => !now.has(subject))
      .map(
        ({ subject }) =>
          `${subject}: is in ${label} and not here any more; its records stay for their retention, and its readers get no new ones`,
      ),
  );
}
