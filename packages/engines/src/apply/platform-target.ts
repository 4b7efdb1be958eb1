import { JobManager, SqlGateway } from "@millrace/flink";
import { connectSecrets } from "../connect/secret-folder.ts";
import type { InstanceLayout } from "../instance.ts";
import { type AddressOf, localBindings, postgresUrl } from "./bindings.ts";
import type { SecretSource } from "./connector-secrets.ts";
import { StatementRecord } from "./statement-record.ts";
import type { StatementTarget } from "./statements.ts";

/** The engines of a running stack, as a plan is applied to them. */
export interface PlatformTarget {
  readonly address: AddressOf;
  readonly bindings: Readonly<Record<string, string>>;
  readonly statements: StatementTarget;
  readonly bootstrapServers: string;
  readonly registryUrl: string;
  readonly s3Url: string;
  readonly connectUrl: string;
  /** The local database as a connection string. */
  readonly postgresUrl: string;
  /** Where the worker reads the secrets of connectors; absent: connectors that name secrets are refused. */
  readonly secretFolder?: string;
  /** Gives the secrets that connectors name; absent: there are none. */
  readonly secrets?: SecretSource;
  /** Where the lock stands that keeps two from changing what runs. */
  readonly runDir: string;
}

/** @param address of every engine's port; `layout` names the folders of the stack's instance */
export function platformTarget(
  address: AddressOf,
  layout: Pick<InstanceLayout, "runDir" | "sharedDir">,
  secrets?: SecretSource,
): PlatformTarget {
  const bindings = localBindings(address);
  const jobManager = new JobManager({ url: `http://${address("flink-jobmanager", "rest")}` });
  const gateway = new SqlGateway({ url: `http://${address("flink-jobmanager", "gateway")}`, jobManager });
  return {
    address,
    bindings,
    statements: {
      gateway,
      jobManager,
      bindings,
      record: new StatementRecord(layout.sharedDir("flink-state")),
    },
    bootstrapServers: address("kafka", "broker"),
    registryUrl: bindings["registry.ccompat_url"] as string,
    s3Url: `http://${address("s3", "http")}`,
    connectUrl: `http://${address("connect", "rest")}`,
    postgresUrl: postgresUrl(address),
    secretFolder: layout.sharedDir(connectSecrets),
    ...(secrets === undefined ? {} : { secrets }),
    runDir: layout.runDir,
  };
}
