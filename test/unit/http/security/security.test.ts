import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashApiKey, newApiKey } from "@millrace/access";
import { createLogger } from "@millrace/common";
import express from "express";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { crossOrigin, guard } from "../../../../packages/http/src/security/guard.ts";
import { needsIn, needsOperate } from "../../../../packages/http/src/security/need.ts";
import {
  type Security,
  type SecuritySettings,
  startSecurity,
} from "../../../../packages/http/src/security/security.ts";
import { audience, signingKey, startIssuer } from "./test-issuer.ts";

const key = newApiKey();
const required = { mode: "required" } as const;

let folder = "";
let stop = new AbortController();
const lines: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-security-"));
  stop = new AbortController();
  lines.length = 0;
});
afterEach(() => {
  stop.abort();
  rmSync(folder, { recursive: true });
});

function keyFile(...keys: readonly string[]): string {
  const path = join(folder, "keys.yaml");
  const entries = keys.map((each) => ({
    name: "shop",
    hash: hashApiKey(each),
    roles: ["publish:shop", "operate"],
  }));
  writeFileSync(path, JSON.stringify({ keys: entries }));
  return path;
}

async function start(settings: Partial<SecuritySettings>): Promise<Security> {
  const log = createLogger({
    program: "publisher",
    level: "error",
    destination: { write: (line) => lines.push(line) },
  });
  return await startSecurity(
    { stage: "prod", host: "127.0.0.1", auth: required, corsOrigins: [], ...settings },
    { log, signal: stop.signal, keyFileIntervalMs: 5 },
  );
}

/** Lines of the audit log without what every line has. */
function audited(): readonly Record<string, unknown>[] {
  return lines.map((line) => {
    const { time: _time, pid: _pid, hostname: _hostname, name: _name, ...facts } = JSON.parse(line);
    return facts as Record<string, unknown>;
  });
}

/** The status that a server with guarded routes answers. */
async function status(
  { gate, cors, docsGuard }: Security,
  path: string,
  headers: Record<string, string> = {},
) {
  const app = express();
  app.use(crossOrigin(cors));
  app.get("/metrics", guard(gate, needsOperate), (_request, response) => void response.send("ok"));
  app.get("/shop", guard(gate, needsIn("shop", "publish")), (_request, response) => void response.send("ok"));
  app.get("/docs", docsGuard, (_request, response) => void response.send("ok"));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
      headers,
    });
    return response.status;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const withKey = (text: string) => ({ "x-api-key": text });

describe("closed mode", () => {
  test("lets in by key and role", async () => {
    const security = await start({ auth: { ...required, apiKeysFile: keyFile(key) } });
    expect(await status(security, "/shop")).toBe(401);
    expect(await status(security, "/shop", withKey(key))).toBe(200);
    expect(await status(security, "/docs")).toBe(401);
    expect(await status(security, "/docs", withKey(key))).toBe(200);
  });

  test("lets in by token", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const jwt = { issuer: issuer.url, audience, algorithms: ["ES256"], rolesClaim: "roles" };
    const security = await start({ auth: { ...required, jwt } });
    const authorization = `Bearer ${await issuer.sign()}`;
    expect(await status(security, "/shop", { authorization })).toBe(200);
    expect(await status(security, "/metrics", { authorization })).toBe(403);
  });

  test("shows its documents to everybody where that is set", async () => {
    const security = await start({ auth: { ...required, apiKeysFile: keyFile(key) }, hasOpenDocs: true });
    expect([await status(security, "/docs"), await status(security, "/shop")]).toEqual([200, 401]);
  });

  test("does not start when nobody could be let in", async () => {
    await expect(start({})).rejects.toThrow(
      "AUTH: callers have to say who they are (AUTH=required, the default outside the stage dev; this is prod), " +
        "and nothing says who there are: set API_KEYS_FILE",
    );
  });

  test("does not start with keys that it cannot read", async () => {
    await expect(start({ auth: { ...required, apiKeysFile: join(folder, "none.yaml") } })).rejects.toThrow(
      "found no file that can be read (ENOENT), expected one",
    );
  });
});

describe("the file of keys, while running", () => {
  test("lets new keys in, and revoked ones no more", async () => {
    const security = await start({ auth: { ...required, apiKeysFile: keyFile(key) } });
    const next = newApiKey();
    keyFile(next);
    await vi.waitUntil(async () => (await status(security, "/shop", withKey(next))) === 200);
    expect(await status(security, "/shop", withKey(key))).toBe(401);
    const id = (text: string) => `shop:${hashApiKey(text).slice(0, 8)}`;
    expect(audited()).toContainEqual(
      expect.objectContaining({ event: "key-file-read", added: [id(next)], removed: [id(key)] }),
    );
  });

  test.each([
    ["is broken", () => writeFileSync(join(folder, "keys.yaml"), `keys: [${key}`)],
    ["is gone", () => rmSync(join(folder, "keys.yaml"))],
  ])("leaves the keys as they were when it %s", async (_title, spoil) => {
    const security = await start({ auth: { ...required, apiKeysFile: keyFile(key) } });
    spoil();
    await vi.waitUntil(() => audited().some(({ event }) => event === "key-file-broken"));
    expect(await status(security, "/shop", withKey(key))).toBe(200);
    expect(audited().filter(({ event }) => event === "key-file-broken")).toHaveLength(1);
    expect(lines.join("")).not.toContain(key.slice(3, 12));
  });
});

describe("open mode", () => {
  test("asks nobody", async () => {
    const security = await start({ auth: { mode: "open" } });
    expect([await status(security, "/metrics"), await status(security, "/docs")]).toEqual([200, 200]);
    expect(audited().map(({ event }) => event)).toEqual(["started"]);
  });

  test.each(["0.0.0.0", "::", "192.0.2.1", "publisher.example"])(
    "warns once when it listens on %s",
    async (host) => {
      await start({ auth: { mode: "open" }, host });
      expect(audited().filter(({ level }) => level === "warn")).toEqual([
        {
          level: "warn",
          audit: true,
          event: "open-to-all",
          host,
          msg:
            `everybody who reaches ${host} may publish, read and operate: callers are not asked who they are (AUTH=open). ` +
            "Set AUTH=required with API_KEYS_FILE or JWT_ISSUER, or HOST=127.0.0.1",
        },
      ]);
    },
  );

  test("warns when keys are set up that nobody is asked for", async () => {
    await start({ auth: { mode: "open", apiKeysFile: keyFile(key) } });
    expect(audited()).toContainEqual(expect.objectContaining({ level: "warn", event: "keys-unused" }));
  });

  test.each(["127.0.0.1", "127.1.2.3", "::1", "localhost"])("does not warn on %s", async (host) => {
    await start({ auth: { mode: "open" }, host });
    expect(audited().map(({ event }) => event)).toEqual(["started"]);
  });
});

describe("the audit log", () => {
  test("begins with the settings and ends with the counts", async () => {
    const apiKeysFile = keyFile(key);
    const security = await start({ auth: { ...required, apiKeysFile } });
    await status(security, "/shop", withKey(key));
    stop.abort();
    expect(audited().map(({ event }) => event)).toEqual([
      "key-file-read",
      "started",
      "caller-first-seen",
      "caller-activity",
      "stopping",
    ]);
    expect(audited()[1]).toEqual({
      level: "info",
      audit: true,
      event: "started",
      stage: "prod",
      host: "127.0.0.1",
      auth: "required",
      apiKeysFile,
      corsOrigins: [],
      showsAddresses: false,
      msg: "access is checked as these settings say",
    });
  });

  test("goes to a file of its own where that is set", async () => {
    const auditFile = join(folder, "audit.jsonl");
    await start({ auth: { mode: "open" }, auditFile });
    expect(lines).toEqual([]);
    expect(JSON.parse(readFileSync(auditFile, "utf8"))).toMatchObject({ audit: true, event: "started" });
  });
});
