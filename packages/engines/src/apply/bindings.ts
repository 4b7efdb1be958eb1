import { storeRoles } from "@millrace/store";
import { postgresAccess, storePasswords } from "../engines/postgres-access.ts";
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
    "postgres.user": storeRoles.writer,
    "postgres.password": storePasswords.writer,
    "kafka.replication_factor": "1",
    "connect.commit_interval_ms": "3000",
    "connect.commit_timeout_ms": "3000",
  };
}

/** The local database as a connection string, for whoever applies plans. */
export function postgresUrl(address: AddressOf): string {
  return urlFor(address, postgresAccess);
}

/** The local database as a connection string, for whoever only reads results. */
export function postgresReaderUrl(address: AddressOf): string {
  return urlFor(address, { user: storeRoles.reader, password: storePasswords.reader });
}

/** The local database as a connection string, for whoever keeps the tables of results. */
export function postgresKeeperUrl(address: AddressOf): string {
  return urlFor(address, { user: storeRoles.keeper, password: storePasswords.keeper });
}

function urlFor(
  address: AddressOf,
  { user, password }: { readonly user: string; readonly password: string },
): string {
  const secret = encodeURIComponent(password);
  return `postgresql://${user}:${secret}@${address("postgres", "sql")}/${postgresAccess.database}`;
}
