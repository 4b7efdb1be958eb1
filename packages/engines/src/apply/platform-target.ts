import { JobManager, SqlGateway } from "@millrace/flink";
import type { InstanceLayout } from "../instance.ts";
import { type AddressOf, localBindings, postgresUrl } from "./bindings.ts";
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
  /** Where the lock stands that keeps two from changing what runs. */
  readonly runDir: string;
}

/** @param address of every engine's port; `layout` names the folders of the stack's instance */
export function platformTarget(
  address: AddressOf,
  layout: Pick<InstanceLayout, "runDir" | "sharedDir">,
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
    runDir: layout.runDir,
  };
}
