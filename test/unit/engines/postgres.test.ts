import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { postgres } from "../../../packages/engines/src/engines/postgres.ts";
import { engineContext } from "./connect-context.ts";

const spec = postgres.describe(engineContext({ ports: { sql: 22005 } }));

test("Postgres listens on the loopback interface only", () => {
  expect(spec.command.argv).toContain("listen_addresses=127.0.0.1");
  expect(spec.command.argv).toContain("unix_socket_directories=");
});

test("the cluster asks every client for its password", () => {
  const script = spec.prepare[0]?.command.argv[2];
  expect(script).toContain("--auth=scram-sha-256");
  expect(script).not.toContain("trust");
});

test("an interrupted initdb is not taken for a cluster", () => {
  expect(spec.prepare[0]?.unlessExists).toBe("cluster");
  expect(spec.prepare[0]?.command.argv[2]).toContain('initdb" -D "$2.new"');
});

test("Postgres is stopped by a fast shutdown", () => {
  expect(spec.stopSignal).toBe("SIGINT");
});

test.runIf(process.getuid?.() === 0)("a folder closed to the unprivileged user is named", () => {
  const closed = mkdtempSync(join(tmpdir(), "closed-"));
  const dataDir = join(closed, "data");
  mkdirSync(dataDir);
  expect(() => postgres.describe(engineContext({ dataDir }))).toThrow(
    `an unprivileged user cannot reach ${dataDir}: ${closed} has mode 700, found no execute right for others. ` +
      `Start as another user than root, move the project, or run: chmod o+x ${closed}`,
  );
});
