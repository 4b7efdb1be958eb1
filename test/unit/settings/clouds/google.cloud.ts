import { SecretBackendError } from "@millrace/settings";
import { describe, expect, it } from "vitest";
import { googleBackend } from "../../../../packages/settings/src/secrets/google-backend.ts";
import { type Answer, localServer, type SeenRequest } from "../local-server.ts";
import { importFromSuite } from "./installed-clients.ts";

describe("secrets of Google Secret Manager", () => {
  it("are read in their latest version", async () => {
    const { backend, seen } = await secretManager();
    expect(await backend.read("db")).toBe("pässword");
    expect(seen[0]).toMatchObject({ method: "GET", headers: { authorization: "Bearer G" } });
    expect(seen[0]?.path).toMatch(/^\/v1\/projects\/p\/secrets\/db\/versions\/latest:access/);
  });

  it("do not exist where Google says so", async () => {
    const { backend } = await secretManager();
    expect(await backend.read("none")).toBeUndefined();
  });

  it("are refused in Google's words", async () => {
    const { backend } = await secretManager();
    await expect(backend.read("refused")).rejects.toThrow(SecretBackendError);
    await expect(backend.read("refused")).rejects.toThrow(
      /the secret "refused" could not be read from google: .*Permission denied/,
    );
  });
});

async function secretManager() {
  const { url, seen } = await localServer(answer);
  const { hostname, port } = new URL(url);
  const { OAuth2Client } = (await importFromSuite("google-auth-library")) as {
    readonly OAuth2Client: new () => { setCredentials(credentials: object): void };
  };
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: "G", expiry_date: Date.now() + 3_600_000 });
  const clientOptions = {
    apiEndpoint: hostname,
    port: Number(port),
    protocol: "http",
    authClient,
    projectId: "p",
  };
  return { backend: googleBackend({ project: "p", importModule: importFromSuite, clientOptions }), seen };
}

function answer({ path }: SeenRequest): Answer {
  if (path.includes("/secrets/db/"))
    return {
      status: 200,
      body: { name: "n", payload: { data: Buffer.from("pässword").toString("base64") } },
    };
  if (path.includes("/secrets/refused/"))
    return refusal(403, { message: "Permission denied", status: "PERMISSION_DENIED" });
  return refusal(404, { message: "Secret not found", status: "NOT_FOUND" });
}

function refusal(code: number, error: Readonly<Record<string, string>>): Answer {
  return { status: code, body: { error: { code, ...error } } };
}
