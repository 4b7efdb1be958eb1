import { platformSecrets, SecretBackendError, SecretBackendUnsetError } from "@millrace/settings";
import { describe, expect, it } from "vitest";
import { type Answer, localServer, type SeenRequest } from "./local-server.ts";
import { platformOf } from "./platform-files.ts";

const token = "hvs.CAESIJ";

describe("secrets of a Vault", () => {
  it("are fields of a secret of the key-value engine", async () => {
    const { resolve, seen } = await vault();
    expect(await resolve("${secret:vault:kv/data platform/db#password}")).toBe("p");
    expect(seen[0]).toMatchObject({ method: "GET", path: "/v1/kv/data/data%20platform/db" });
    expect(seen[0]?.headers).toMatchObject({ "x-vault-token": token, "x-vault-request": "true" });
  });

  it("are the field value where none is named", async () => {
    const { resolve } = await vault();
    expect(await resolve("${secret:vault:kv/single}")).toBe("v");
  });

  it("are asked of a namespace", async () => {
    const { resolve, seen } = await vault({ VAULT_NAMESPACE: "team/a" });
    await resolve("${secret:vault:kv/single}");
    expect(seen[0]?.headers["x-vault-namespace"]).toBe("team/a");
  });

  it("are asked for once for several fields", async () => {
    const { resolve, seen } = await vault();
    expect(
      await resolve("${secret:vault:kv/data platform/db#user}:${secret:vault:kv/data platform/db#password}"),
    ).toBe("u:p");
    expect(seen).toHaveLength(1);
  });

  it.each(["kv/none", "kv/deleted"])("do not exist where the Vault says so: %s", async (name) => {
    const { resolve, url } = await vault();
    await expect(resolve(`\${secret:vault:${name}}`)).rejects.toThrow(
      `"${name}", used by the test as \${secret:vault:${name}}: not in vault (${url}/v1/${name.replace("/", "/data/")})`,
    );
  });

  it("name the fields there are", async () => {
    const { resolve } = await vault();
    await expect(resolve("${secret:vault:kv/data platform/db}")).rejects.toThrow(
      "has no such part: its fields are password, user",
    );
  });
});

describe("a Vault that does not give", () => {
  it("is quoted where it refuses the token", async () => {
    const { resolve } = await vault({ VAULT_TOKEN: "wrong" });
    const found = resolve("${secret:vault:kv/single}");
    await expect(found).rejects.toThrow(SecretBackendError);
    await expect(found).rejects.toThrow(
      /the secret "kv\/single" could not be read from vault: http\S+ refuses the token \(permission denied\); check VAULT_TOKEN and its policy/,
    );
  });

  it.each([
    ["kv/sealed", "is sealed or in maintenance (Vault is sealed)"],
    ["kv/broken", "answered 500 (internal)"],
    ["kv/old", "did not answer as a key-value engine of version 2 does"],
  ])("says why: %s", async (name, reason) => {
    const { resolve } = await vault();
    await expect(resolve(`\${secret:vault:${name}}`)).rejects.toThrow(reason);
  });

  it("is not followed to another address with the token", async () => {
    const { resolve } = await vault();
    await expect(resolve("${secret:vault:kv/moved}")).rejects.toThrow("does not answer");
  });

  it("is named where nothing listens", async () => {
    const { resolve } = await vault({ VAULT_ADDR: "http://127.0.0.1:1" });
    await expect(resolve("${secret:vault:kv/a}")).rejects.toThrow(
      "http://127.0.0.1:1/v1/kv/data/a does not answer",
    );
  });

  it("is missed with the setting to write", async () => {
    const store = platformSecrets(platformOf(""), { root: "/nowhere", env: {} });
    const found = store.resolve({ text: "${secret:vault:kv/a}", usedBy: "the test" });
    await expect(found).rejects.toThrow(SecretBackendUnsetError);
    await expect(found).rejects.toThrow("secrets are asked of vault, and secrets.vault.address is not set");
  });

  it("is not asked without a token", async () => {
    const { resolve, seen } = await vault({ VAULT_TOKEN: "" });
    await expect(resolve("${secret:vault:kv/a}")).rejects.toThrow(
      '"VAULT_TOKEN", used by config/platform.yaml, secrets.vault.token as ${secret:env:VAULT_TOKEN}: not in env',
    );
    expect(seen).toEqual([]);
  });
});

/** A store that asks a server which answers as Vault's documentation says. */
async function vault(env: Readonly<Record<string, string>> = {}) {
  const { url, seen } = await localServer(answer);
  const all = { VAULT_ADDR: url, VAULT_TOKEN: token, ...env };
  const store = platformSecrets(platformOf("", "", { env: all }), { root: "/nowhere", env: all });
  const resolve = async (text: string) => (await store.resolve({ text, usedBy: "the test" })).reveal();
  return { resolve, url, seen };
}

const secrets: Readonly<Record<string, Answer>> = {
  "/v1/kv/data/data%20platform/db": { status: 200, body: version({ user: "u", password: "p" }) },
  "/v1/kv/data/single": { status: 200, body: version({ value: "v" }) },
  "/v1/kv/data/deleted": { status: 404, body: version(null) },
  "/v1/kv/data/sealed": { status: 503, body: { errors: ["Vault is sealed"] } },
  "/v1/kv/data/broken": { status: 500, body: { errors: ["internal"] } },
  "/v1/kv/data/old": { status: 200, body: { data: { value: "v" } } },
  "/v1/kv/data/moved": { status: 307, headers: { location: "http://127.0.0.1:1/v1/kv/data/moved" } },
};

function answer({ path, headers }: SeenRequest): Answer {
  if (headers["x-vault-token"] !== token) return { status: 403, body: { errors: ["permission denied"] } };
  return secrets[path] ?? { status: 404, body: { errors: [] } };
}

function version(data: Readonly<Record<string, string>> | null) {
  return { request_id: "1", lease_id: "", data: { data, metadata: { version: 1, destroyed: false } } };
}
