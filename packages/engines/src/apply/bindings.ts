import { postgresAccess } from "../engines/postgres-access.ts";
import { s3Access } from "../engines/s3-access.ts";

/** Gives `host:port` of an engine's port. */
export type AddressOf = (engine: string, port: string) => string;

/** What the local target knows and a plan does not: the value of every placeholder. */
export function localBindings(address: AddressOf): Readonly<Record<string, string>> {
  const registry = `http://${address("registry", "http")}`;
  return {
    "kafka.bootstrap_servers": address("kafka", "broker"),
    "registry.url": `${registry}/apis/registry/v2`,
    "registry.ccompat_url": `${registry}/apis/ccompat/v7`,
    "s3.endpoint": `http://${address("s3", "http")}`,
    "s3.region": s3Access.region,
    "s3.access_key": s3Access.accessKeyId,
    "s3.secret_key": s3Access.secretAccessKey,
    "postgres.jdbc_url": `jdbc:postgresql://${address("postgres", "sql")}/${postgresAccess.database}`,
    "postgres.user": postgresAccess.user,
    "postgres.password": postgresAccess.password,
    "kafka.replication_factor": "1",
    "connect.commit_interval_ms": "3000",
    "connect.commit_timeout_ms": "3000",
  };
}

/** The local database as a connection string. */
export function postgresUrl(address: AddressOf): string {
  const { user, password, database } = postgresAccess;
  return `postgresql://${user}:${encodeURIComponent(password)}@${address("postgres", "sql")}/${database}`;
}
