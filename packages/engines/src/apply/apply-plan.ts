import type { Plan } from "@millrace/domain";
import { KafkaAdmin, RegistryClient } from "@millrace/kafka";
import { ApplyFailedError, PlanRefusedError, StateLossError, UnknownStatementError } from "./errors.ts";
import { type Difference, isDue } from "../plan/difference.ts";
import { claimApply } from "./apply-lock.ts";
import { applyBuckets } from "./buckets.ts";
import { BoundConnectors } from "./bound-connectors.ts";
import type { Change } from "./change.ts";
import { applyClickHouseTables } from "./clickhouse-tables.ts";
import { type ComparedWith, comparePlan } from "./compare-plan.ts";
import { readConnectorSecrets } from "./connector-secrets.ts";
import { applyConnectors, removeConnectors } from "./connectors.ts";
import { type LeftOut, nothingLeftOut } from "./left-out.ts";
import type { PlatformTarget } from "./platform-target.ts";
import { applyPostgresTables } from "./postgres-tables.ts";
import { applySchemas } from "./schemas.ts";
import {
  type PreparedStatement,
  prepareStatement,
  retireStatement,
  settleStatements,
  type StateChoice,
} from "./statements.ts";
import { applyTopics } from "./topics.ts";

/** How a plan is compared. */
export interface PlanOptions {
  /** What was chosen not to run. Default: nothing. */
  readonly leftOut?: LeftOut;
}

/** How a plan is applied. */
export interface ApplyOptions extends PlanOptions {
  /** Statements that may lose state, each with what then becomes of it. */
  readonly choices?: ReadonlyMap<string, Exclude<StateChoice, "keep">>;
  /** The plan's statements, where the caller has prepared them meanwhile: see {@link preparePlan}. It ends them. */
  readonly statements?: PreparedPlan;
  /** Told what differs before anything is changed. */
  readonly onCompared?: (differences: readonly Difference[]) => void;
  /** Told what was done, part by part. */
  readonly onChanges?: (changes: readonly Change[]) => void;
}

/**
 * What a plan would change; changes nothing.
 * @throws FlinkStatementError where a statement is wrong, ConnectorSecretsError where a secret cannot be had
 */
export async function planChanges(
  target: PlatformTarget,
  plan: Plan,
  { leftOut = nothingLeftOut }: PlanOptions = {},
): Promise<readonly Difference[]> {
  const bound = await bindConnectors(target, plan);
  await using compared = await prepareAndCompare(target, { plan, leftOut, bound });
  return compared.differences;
}

/**
 * Makes what runs as the plan says: topics, schemas, buckets, tables, statements, connectors, in this order. Applied again
 * it changes nothing; after a crash it goes on. Gives what was done to each thing.
 *
 * @throws ApplyRunningError, UnknownStatementError, ConnectorSecretsError, PlanRefusedError or StateLossError before anything
 *   was changed; ApplyFailedError with what was changed before
 */
export async function applyPlan(
  target: PlatformTarget,
  plan: Plan,
  { choices = new Map(), leftOut = nothingLeftOut, statements, onCompared, onChanges }: ApplyOptions = {},
): Promise<readonly Change[]> {
  using _lock = claimApply(target.runDir);
  assertKnown(target, plan, choices);
  const bound = await bindConnectors(target, plan);
  await settleStatements(target.statements);
  await using compared = await prepareAndCompare(target, { plan, leftOut, bound }, statements);
  const { differences, prepared } = compared;
  onCompared?.(differences);
  assertAllowed(differences, choices);
  const done: Change[] = [];
  for (const { what, act } of parts({ target, plan, differences, choices, prepared, bound })) {
    try {
      const changes = await act();
      done.push(...changes);
      onChanges?.(changes);
    } catch (cause) {
      throw new ApplyFailedError({ what, done: changedNames(done), cause });
    }
  }
  return done;
}

interface ApplyPart {
  readonly what: string;
  readonly act: () => Promise<readonly Change[]>;
}

interface Decided {
  readonly target: PlatformTarget;
  readonly plan: Plan;
  readonly differences: readonly Difference[];
  readonly choices: ReadonlyMap<string, StateChoice>;
  readonly prepared: readonly PreparedStatement[];
  readonly bound: BoundConnectors;
}

function parts(decided: Decided): readonly ApplyPart[] {
  const { target, plan, differences, bound } = decided;
  const removed = (kind: Difference["kind"]) =>
    differences.filter((each) => each.kind === kind && each.action === "remove").map(({ name }) => name);
  // What was found as the plan says is not asked for a second time.
  const whereDue = (kind: Difference["kind"], act: ApplyPart["act"]): ApplyPart["act"] => {
    const mine = differences.filter((each) => each.kind === kind);
    return mine.some(isDue) ? act : async () => mine.flatMap(unchanged);
  };
  return [
    {
      what: "topics",
      act: whereDue("topic", () => withAdmin(target, (admin) => applyTopics(admin, plan.topics))),
    },
    {
      what: "schemas",
      act: whereDue("schema", () =>
        applySchemas(new RegistryClient({ url: target.registryUrl }), plan.schemas),
      ),
    },
    { what: "buckets", act: whereDue("bucket", () => applyBuckets(target.s3Url, plan.buckets)) },
    {
      what: "tables",
      act: whereDue("database table", () => applyPostgresTables(target.postgresUrl, plan.postgresTables)),
    },
    {
      what: "tables in ClickHouse",
      act: whereDue("ClickHouse table", () => applyClickHouseTables(plan, bound)),
    },
    ...statementParts(decided, removed("statement")),
    { what: "removed connectors", act: () => removeConnectors(target, removed("connector")) },
    {
      what: "connectors",
      act: whereDue("connector", () =>
        withAdmin(target, (offsets) =>
          applyConnectors({ url: target.connectUrl, postgresUrl: target.postgresUrl, offsets }, bound),
        ),
      ),
    },
  ];
}

function unchanged({ kind, name, action }: Difference): readonly Change[] {
  return action === "unchanged" ? [{ kind, name, action }] : [];
}

function statementParts(
  { target, choices, prepared }: Decided,
  removed: readonly string[],
): readonly ApplyPart[] {
  return [
    ...prepared.map((statement) => ({
      what: `statement ${statement.name}`,
      act: async () => [await statement.start(choices.get(statement.name))],
    })),
    ...removed.map((name) => ({
      what: `statement ${name}`,
      act: async () => [await retireStatement(target.statements, name)],
    })),
  ];
}

async function withAdmin<Result>(
  { bootstrapServers }: PlatformTarget,
  use: (admin: KafkaAdmin) => Promise<Result>,
): Promise<Result> {
  await using admin = new KafkaAdmin({ bootstrapServers: [bootstrapServers] });
  return await use(admin);
}

/** A plan's connectors with the values of the target and their secrets. @throws ConnectorSecretsError */
async function bindConnectors(target: PlatformTarget, { connectors }: Plan): Promise<BoundConnectors> {
  const { bindings, secretFolder } = target;
  const secrets = await readConnectorSecrets(connectors, target.secrets);
  return new BoundConnectors(connectors, { bindings, secrets, secretFolder });
}

/** Compares what runs with the plan while Flink compiles the statements that have changed. */
async function prepareAndCompare(
  target: PlatformTarget,
  parts: Omit<ComparedWith, "prepared">,
  given?: PreparedPlan,
) {
  const preparing = given === undefined ? preparePlan(target, parts.plan) : Promise.resolve(leftOpen(given));
  const prepared = preparing.then((statements) => statements.prepared);
  const comparing = comparePlan(target, { ...parts, prepared });
  comparing.catch(() => undefined);
  const statements = await preparing;
  try {
    return { ...statements, differences: await comparing };
  } catch (error) {
    await statements[Symbol.asyncDispose]();
    throw error;
  }
}

/** The same statements, which whoever prepared them ends. */
function leftOpen({ prepared }: PreparedPlan): PreparedPlan {
  return { prepared, [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** A plan's statements, compiled where they have changed. */
export interface PreparedPlan extends AsyncDisposable {
  readonly prepared: readonly PreparedStatement[];
}

/** Compiles a plan's statements where they have changed; changes nothing. @throws FlinkStatementError where one is wrong */
export async function preparePlan(target: PlatformTarget, plan: Plan): Promise<PreparedPlan> {
  const prepared: PreparedStatement[] = [];
  const end = async () => {
    await Promise.all(prepared.map((each) => each[Symbol.asyncDispose]()));
  };
  try {
    for (const statement of plan.statements)
      prepared.push(await prepareStatement(target.statements, plan, statement));
  } catch (error) {
    await end();
    throw error;
  }
  return { prepared, [Symbol.asyncDispose]: end };
}

function assertKnown(
  { statements }: PlatformTarget,
  plan: Plan,
  choices: ReadonlyMap<string, StateChoice>,
): void {
  const known = [
    ...new Set([...plan.statements.map(({ name }) => name), ...Object.keys(statements.record.all())]),
  ].sort();
  const unknown = [...choices.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UnknownStatementError(unknown, known);
}

function assertAllowed(differences: readonly Difference[], choices: ReadonlyMap<string, StateChoice>): void {
  const refused = differences.filter(({ action }) => action === "refuse");
  if (refused.length > 0) throw new PlanRefusedError(refused);
  const losing = differences.filter(({ name, losesState }) => losesState === true && !choices.has(name));
  if (losing.length > 0) throw new StateLossError(losing);
}

function changedNames(changes: readonly Change[]): readonly string[] {
  return changes
    .filter(({ action }) => action !== "unchanged")
    .map(({ kind, name, action }) => `${kind} ${name} (${action})`);
}
