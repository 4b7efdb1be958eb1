import type { Compatibility } from "../normalize/domain.ts";
import type { Plan, SchemaPlan } from "../plan.ts";
import { advise, newTopic } from "./advice.ts";
import { type AvroSchema, parseAvro } from "./avro-schema.ts";
import { describeType } from "./describe-type.ts";
import { describeChange, type Direction, pathText } from "./describe-change.ts";
import type { ChangeKind, EarlierSchema, EvolutionFinding } from "./evolution.ts";
import type { Mismatch } from "./mismatch.ts";
import { brokenReaders, keyReaders, type SubjectOwner } from "./readers.ts";
import { findMismatches } from "./resolve.ts";

/** A finding before it is known where it stands; `steps` is its path. */
export interface UnplacedFinding extends Omit<EvolutionFinding, "place"> {
  readonly steps: readonly string[];
}

const directions: Readonly<Record<Compatibility, readonly Direction[]>> = {
  BACKWARD: ["backward"],
  BACKWARD_TRANSITIVE: ["backward"],
  FORWARD: ["forward"],
  FULL: ["backward", "forward"],
  NONE: [],
};

/** Every change of one subject that its compatibility does not allow, each once for all schemas that it breaks with. */
export function checkSubject(
  schema: SchemaPlan,
  earlier: readonly EarlierSchema[],
  { owner, plan }: { readonly owner: SubjectOwner; readonly plan: Plan },
): readonly UnplacedFinding[] {
  const found = earlier.flatMap((each) =>
    owner.part === "key"
      ? checkKey(schema, each, { owner, plan })
      : checkValue(schema, each, { owner, plan }),
  );
  return mergeFindings(found);
}

interface Context {
  readonly owner: SubjectOwner;
  readonly plan: Plan;
}

function checkValue(plan: SchemaPlan, earlier: EarlierSchema, context: Context): readonly UnplacedFinding[] {
  const [now, before] = [parseAvro(plan.schema), parseAvro(earlier.schema)];
  return directions[plan.compatibility].flatMap((direction) => {
    const mismatches = direction === "backward" ? findMismatches(now, before) : findMismatches(before, now);
    return withoutInnerNames(mismatches).map((mismatch) =>
      toFinding(mismatch, { plan, earlier, direction, context }),
    );
  });
}

/** Nested types are named after the record that they are in: its new name is theirs, too. */
function withoutInnerNames(mismatches: readonly Mismatch[]): readonly Mismatch[] {
  const isRenamed = mismatches.some(({ kind, path }) => kind === "name" && path.length === 0);
  return isRenamed ? mismatches.filter(({ kind, path }) => kind !== "name" || path.length === 0) : mismatches;
}

function toFinding(
  mismatch: Mismatch,
  facts: {
    readonly plan: SchemaPlan;
    readonly earlier: EarlierSchema;
    readonly direction: Direction;
    readonly context: Context;
  },
): UnplacedFinding {
  const { plan: schema, earlier, direction, context } = facts;
  const { kind: change, what } = describeChange(mismatch, direction);
  const { owner, plan } = context;
  return {
    ...base(schema, earlier),
    path: pathText(mismatch.path),
    steps: mismatch.path,
    change,
    what,
    breaks: brokenReaders(owner, plan, { direction, change, against: earlier.label }),
    instead: advise({ ...topicOf(context), direction, change, mismatch }),
  };
}

/** Keys are compared as bytes, by partitioning and compaction: any change of one is another key. */
function checkKey(schema: SchemaPlan, earlier: EarlierSchema, context: Context): readonly UnplacedFinding[] {
  if (schema.compatibility === "NONE") return [];
  const [now, before] = [schema.schema, earlier.schema].map((each) => shapeOf(parseAvro(each)).join(", "));
  if (now === before) return [];
  const what = `the key was ${before} and is ${now} now`;
  return [keyFinding(schema, earlier, { what, context })];
}

/** A finding about a topic's key, whichever of its subjects tells it. */
export function keyFinding(
  schema: SchemaPlan,
  earlier: EarlierSchema,
  { what, context }: { readonly what: string; readonly context: Context },
): UnplacedFinding {
  const change: ChangeKind = "key";
  return {
    ...base(schema, earlier),
    path: "",
    steps: [],
    change,
    what,
    breaks: keyReaders(context.owner, context.plan),
    instead: newTopic(topicOf(context)),
  };
}

function base({ subject, domain, compatibility }: SchemaPlan, { label }: EarlierSchema) {
  return { subject, domain, compatibility, against: [label] };
}

function shapeOf(schema: AvroSchema): readonly string[] {
  if (schema.kind !== "record") return [describeType(schema)];
  return schema.fields.map(({ name, type }) => `${name} ${describeType(type)}`);
}

function topicOf({ owner, plan }: Context): { readonly topic: string; readonly retentionMs: number } {
  const found = plan.topics.find(({ name }) => name === owner.topic);
  return { topic: owner.topic, retentionMs: found?.retentionMs ?? -1 };
}

/** The same change seen in both directions, or against several schemas, is one finding. */
function mergeFindings(findings: readonly UnplacedFinding[]): readonly UnplacedFinding[] {
  const merged = new Map<string, UnplacedFinding>();
  for (const finding of findings) {
    const key = [finding.path, finding.change, finding.what].join("\n");
    const known = merged.get(key);
    merged.set(key, known === undefined ? finding : join(known, finding));
  }
  return [...merged.values()];
}

function join(first: UnplacedFinding, second: UnplacedFinding): UnplacedFinding {
  return {
    ...first,
    against: [...new Set([...first.against, ...second.against])],
    breaks: [...new Set([...first.breaks, ...second.breaks])],
  };
}
