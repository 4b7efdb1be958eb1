import { SecretBackendError } from "@millrace/settings";
import { describe, expect, it } from "vitest";
import { azureBackend } from "../../../../packages/settings/src/secrets/azure-backend.ts";
import { type Answer, localServer, type SeenRequest } from "../local-server.ts";
import { importFromSuite } from "./installed-clients.ts";

describe("secrets of an Azure Key Vault", () => {
  it("are read with a token for the scope that the vault demands", async () => {
    const { backend, seen, scopes } = await keyVault();
    expect(await backend.read("db-password")).toBe("p");
    expect(scopes).toEqual([["https://vault.azure.net/.default"]]);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined, "Bearer T"]);
    expect(seen[1]).toMatchObject({
      method: "GET",
      path: expect.stringMatching(/^\/secrets\/db-password\/?\?api/),
    });
  });

  it("do not exist where the vault says so", async () => {
    const { backend } = await keyVault();
    expect(await backend.read("none")).toBeUndefined();
  });

  it("are refused in the vault's words", async () => {
    const { backend } = await keyVault();
    await expect(backend.read("refused")).rejects.toThrow(SecretBackendError);
    await expect(backend.read("refused")).rejects.toThrow(
      'the secret "refused" could not be read from azure: Caller is not authorized',
    );
  });
});

async function keyVault() {
  const { url, seen } = await localServer(answer);
  const scopes: unknown[] = [];
  const credential = {
    getToken: async (asked: unknown) => {
      scopes.push(asked);
      return { token: "T", expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  // Over plain HTTP, and on a host that is none of Azure's.
  const clientOptions = { allowInsecureConnection: true, disableChallengeResourceVerification: true };
  const backend = azureBackend({ vaultUrl: url, importModule: importFromSuite, credential, clientOptions });
  return { backend, seen, scopes };
}

function answer({ path, headers }: SeenRequest): Answer {
  const challenge =
    'Bearer authorization="https://login.microsoftonline.com/t", resource="https://vault.azure.net"';
  if (headers.authorization !== "Bearer T")
    return { status: 401, headers: { "www-authenticate": challenge } };
  if (path.startsWith("/secrets/db-password"))
    return { status: 200, body: { value: "p", id: "https://v/secrets/db-password/1", attributes: {} } };
  if (path.startsWith("/secrets/refused"))
    return { status: 403, body: { error: { code: "Forbidden", message: "Caller is not authorized" } } };
  return { status: 404, body: { error: { code: "SecretNotFound", message: "not found" } } };
}
