import type { ConnectClient, ConnectorConfig, ConnectorStatus } from "../connect/connect-client.ts";
import type { BoundConnector } from "../connect/validate-connector.ts";
import { failureOf } from "../connect/wait-until-running.ts";
import type { Difference } from "./difference.ts";

/** Values of such keys are not shown. */
const secretKey = /password|secret|token|credential|jaas/i;

/** What is known of connectors besides their configurations. */
export interface ConnectorFacts {
  /** Connectors that a plan does not name and that read topics of this stage are removed. */
  readonly stage: string;
  /** Those of domains that were chosen not to run are removed, too. */
  readonly leftOut: readonly string[];
  /** By connector, the keys whose secrets are others than it was started with. Default: none. */
  readonly changedSecrets?: ReadonlyMap<string, readonly string[]>;
}

/**
 * Compares the connectors of a plan with those that run. A connector of the plan's stage that it does not name is removed:
 * its topics, tables and offsets stay, so that it would go on where it stopped. One that has failed is due, too.
 */
export async function compareConnectors(
  client: Pick<ConnectClient, "connectorConfig" | "connectorNames" | "statuses">,
  connectors: readonly BoundConnector[],
  facts: ConnectorFacts,
): Promise<readonly Difference[]> {
  const [existing, statuses] = await Promise.all([client.connectorNames(), client.statuses()]);
  const names = new Set([...existing, ...connectors.map(({ name }) => name)]);
  const differences = await Promise.all(
    [...names].sort().map(async (name) => {
      const planned = connectors.find((each) => each.name === name);
      const found = await client.connectorConfig(name);
      if (planned === undefined) return strayConnector(name, found, facts);
      const secrets = facts.changedSecrets?.get(name) ?? [];
      return compareConnector(planned, { found, status: statuses[name], secrets });
    }),
  );
  return differences.filter((difference) => difference !== undefined);
}

function strayConnector(
  name: string,
  found: ConnectorConfig | undefined,
  { stage, leftOut }: ConnectorFacts,
): Difference | undefined {
  const isLeftOut = leftOut.includes(name);
  if (!isLeftOut && !isOfStage(found, stage)) return undefined;
  const back = isLeftOut ? "when its domain is chosen again" : "when it is declared again";
  const details = [`its topics, tables and offsets stay: ${back}, it goes on where it stopped`];
  return { kind: "connector", name, action: "remove", details };
}

/** A domain may name its topics without the stage; dead letters always have it. */
function isOfStage(found: ConnectorConfig | undefined, stage: string): boolean {
  const deadLetters = found?.["errors.deadletterqueue.topic.name"] ?? "";
  if (deadLetters.startsWith(`${stage}.dead-letter.`)) return true;
  const topics = (found?.["topics"] ?? "").split(",").map((topic) => topic.trim());
  return topics.every((topic) => topic.startsWith(`${stage}.streaming.`));
}

interface RunningConnector {
  readonly found: ConnectorConfig | undefined;
  readonly status: ConnectorStatus | undefined;
  /** The keys whose secrets have changed. */
  readonly secrets: readonly string[];
}

function compareConnector(
  { name, config, references = {} }: BoundConnector,
  { found, status, secrets }: RunningConnector,
): Difference {
  if (found === undefined) return { kind: "connector", name, action: "create", details: [] };
  const wanted: ConnectorConfig = { ...config, name };
  const keys = [...new Set([...Object.keys(found), ...Object.keys(wanted)])].sort();
  const details = keys
    .filter((key) => found[key] !== wanted[key])
    .map((key) => `${key}: ${shown(key, found[key])} → ${references[key] ?? shown(key, wanted[key])}`);
  const rotated = secrets.filter((key) => found[key] === wanted[key]);
  details.push(...rotated.map((key) => `${key}: its secret has changed, so the connector is started again`));
  const failure = failureOf(status);
  if (failure !== undefined) details.push(`it has failed, and is started again: ${failure.reason}`);
  return { kind: "connector", name, action: details.length === 0 ? "unchanged" : "change", details };
}

function shown(key: string, value: string | undefined): string {
  if (value === undefined) return "none";
  return secretKey.test(key) || value.startsWith("${directory:") ? "(hidden)" : value;
}
