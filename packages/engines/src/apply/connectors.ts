import { KafkaUnreachableError } from "@millrace/kafka";
import pRetry from "p-retry";
import pg from "pg";
import { createNamespaces } from "../connect/catalog-namespaces.ts";
import { ConnectClient } from "../connect/connect-client.ts";
import { SecretFolder } from "../connect/secret-folder.ts";
import { type GroupOffsets, placeCoordinator } from "../connect/connector-groups.ts";
import { putConnector } from "../connect/put-connector.ts";
import type { BoundConnector } from "../connect/validate-connector.ts";
import { describeState, failureOf, waitUntilRunning } from "../connect/wait-until-running.ts";
import type { BoundConnectors } from "./bound-connectors.ts";
import type { Change } from "./change.ts";
import type { PlatformTarget } from "./platform-target.ts";

/** Where connectors run, and the stores that they need prepared. */
export interface ConnectorTarget {
  /** The worker's REST interface. */
  readonly url: string;
  /** The local database as a connection string: it holds the archive's catalog. */
  readonly postgresUrl: string;
  readonly offsets: GroupOffsets;
}

/**
 * Prepares what the connectors need in Kafka and in the catalog, gives every connector its secrets and its configuration and
 * waits until all of them run.
 *
 * @throws ConnectorInvalidError naming the file, key and value that Connect refuses; ConnectorFailedError,
 *   ConnectorsNotRunningError when one does not come to run
 */
export async function applyConnectors(target: ConnectorTarget, bound: BoundConnectors): Promise<Change[]> {
  const { connectors } = bound;
  const client = new ConnectClient({ url: target.url, redact: await bound.redactor() });
  const before = await client.statuses();
  await Promise.all([
    makeNamespaces(target.postgresUrl, connectors),
    ...connectors.map((connector) => placeWhenLoaded(connector, target.offsets)),
  ]);
  const changes: Change[] = [];
  const restarted: string[] = [];
  // In turn: every new configuration has the workers deal out all of them, and refuse others meanwhile.
  for (const { name, ...connector } of connectors) {
    const hasFailed = failureOf(before[name]) !== undefined;
    const hasNewSecrets = await bound.writeSecrets(name);
    const action = await putConnector(client, { name, ...connector }, { hasNewSecrets, hasFailed });
    await bound.started(name);
    changes.push({ kind: "connector", name, action });
    if (action === "updated" || hasFailed) restarted.push(name);
  }
  await waitUntilRunning(
    client,
    connectors.map(({ name }) => name),
    { restarted, timeoutMs: startTimeoutMs + connectors.length * startEachMs },
  );
  return changes;
}

/** How long connectors may take to run, and how much longer with each of them. */
const [startTimeoutMs, startEachMs] = [60_000, 2_000];

/** Ends connectors and forgets their secrets. Their topics, tables and offsets stay. */
export async function removeConnectors(
  { connectUrl: url, secretFolder }: Pick<PlatformTarget, "connectUrl" | "secretFolder">,
  names: readonly string[],
): Promise<Change[]> {
  const client = new ConnectClient({ url });
  const folder = secretFolder === undefined ? undefined : new SecretFolder(secretFolder);
  return Promise.all(
    names.map(async (name): Promise<Change> => {
      await client.deleteConnector(name);
      await folder?.remove(name);
      return { kind: "connector", name, action: "removed" };
    }),
  );
}

/** Every connector of a worker with the state of its parts, sorted by name. */
export async function connectorStates(
  url: string,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly state: string }[]> {
  const statuses = Object.values(await new ConnectClient({ url }).statuses({ signal }));
  return statuses
    .map((status) => ({ name: status.name, state: describeState(status) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** A broker that has just started answers before it has loaded the topic that holds the groups' offsets. */
function placeWhenLoaded(connector: BoundConnector, offsets: GroupOffsets): Promise<void> {
  return pRetry(() => placeCoordinator(connector, offsets), {
    retries: 100,
    minTimeout: 200,
    factor: 1,
    shouldRetry: ({ error }) => error instanceof KafkaUnreachableError,
  });
}

async function makeNamespaces(postgresUrl: string, connectors: readonly BoundConnector[]): Promise<void> {
  const database = new pg.Client({ connectionString: postgresUrl });
  await database.connect();
  try {
    await createNamespaces(connectors, (sql, values) => database.query(sql, [...values]));
  } finally {
    await database.end();
  }
}
