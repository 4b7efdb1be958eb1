import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import pg from "pg";
import type { CommandSpec, Engine, EngineContext, ServiceSpec } from "../service.ts";
import { postgresAccess } from "./postgres-access.ts";
import { postgresBinaries } from "./postgres-binaries.ts";
import { icebergCatalogSql } from "./postgres-catalog.ts";
import { PostgresFolderError } from "./postgres-errors.ts";

/**
 * Postgres, from the binaries that npm installs. Started by root it runs as an unprivileged user, who must own the data
 * folder and be able to pass through every folder above it and above the binaries; describing it throws
 * {@link PostgresFolderError} where that cannot be.
 */
export const postgres: Engine = {
  name: "postgres",
  title: "Postgres",
  artifacts: [],
  ports: ["sql"],
  startAfter: [],
  isStore: true,
  describe,
};

function describe(context: EngineContext): ServiceSpec {
  const binaries = postgresBinaries();
  const cluster = join(resolve(context.dataDir), "cluster");
  if (process.getuid?.() === 0) {
    for (const path of [binaries, dirname(cluster), resolve(context.configDir)]) requireReachable(path);
  }
  const port = context.port("sql");
  return {
    command: {
      argv: [join(binaries, "postgres"), "-D", cluster, "-p", String(port), ...settingFlags()],
      env: { LC_ALL: "C" },
    },
    files: [
      { path: "password", content: postgresAccess.password },
      { path: "catalog.sql", content: icebergCatalogSql },
    ],
    prepare: [
      {
        describe: "make the database cluster",
        unlessExists: "cluster",
        command: makeCluster(binaries, cluster, resolve(context.configDir)),
      },
    ],
    readiness: { kind: "probe", describe: "answers SELECT 1", check: (signal) => answersQuery(port, signal) },
    readyTimeoutMs: 60_000,
    // Fast shutdown: SIGTERM would wait for every client to leave.
    stopSignal: "SIGINT",
    stopTimeoutMs: 15_000,
    unprivileged: true,
  };
}

/** Made under another name and moved at the end, so that an interrupted attempt is never taken for a cluster. */
function makeCluster(binaries: string, cluster: string, configDir: string): CommandSpec {
  const script = [
    "set -e",
    'rm -rf "$2.new"',
    '"$1/initdb" -D "$2.new" --username="$4" --pwfile="$3/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-instructions',
    'echo "CREATE DATABASE $5" | "$1/postgres" --single -D "$2.new" postgres',
    '"$1/postgres" --single -D "$2.new" "$5" < "$3/catalog.sql"',
    'mv "$2.new" "$2"',
  ].join("\n");
  const { user, database } = postgresAccess;
  return {
    argv: ["sh", "-c", script, "sh", binaries, cluster, configDir, user, database],
    env: { LC_ALL: "C" },
  };
}

function settingFlags(): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    // A sink holds one or two, an archive up to four: of five domains these are about a hundred.
    max_connections: 300,
    // A laptop's memory: a few connections over small tables.
    shared_buffers: "32MB",
    io_method: "sync",
    jit: "off",
    huge_pages: "off",
    max_worker_processes: 4,
    max_parallel_workers: 2,
    max_logical_replication_workers: 0,
    wal_level: "minimal",
    max_wal_senders: 0,
    min_wal_size: "32MB",
    max_wal_size: "256MB",
  };
  return Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
}

function requireReachable(path: string): void {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode } = statSync(folder);
    // The last folder may belong to the unprivileged user alone; those above it must let that user pass.
    if (folder !== path && (mode & 0o001) === 0) throw new PostgresFolderError(path, folder, mode);
    if (folder === dirname(folder)) return;
  }
}

async function answersQuery(port: number, signal: AbortSignal): Promise<void> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    ...postgresAccess,
    connectionTimeoutMillis: 2_000,
  });
  const abort = () => void client.end();
  client.on("error", () => undefined);
  signal.addEventListener("abort", abort, { once: true });
  try {
    await client.connect();
    await client.query("SELECT 1");
  } finally {
    signal.removeEventListener("abort", abort);
    await client.end();
  }
}
