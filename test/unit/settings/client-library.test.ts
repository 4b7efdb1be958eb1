import { SecretClientMissingError } from "@millrace/settings";
import { describe, expect, it } from "vitest";
import { azureBackend } from "../../../packages/settings/src/secrets/azure-backend.ts";
import { googleBackend } from "../../../packages/settings/src/secrets/google-backend.ts";

const nothingInstalled = (name: string) => import(`${name}-that-nobody-installs`) as Promise<unknown>;

describe("a client library that is not installed", () => {
  it("is named with the command that installs it", async () => {
    const backend = azureBackend({ vaultUrl: "https://v.vault.azure.net", importModule: nothingInstalled });
    await expect(backend.read("db")).rejects.toThrow(SecretClientMissingError);
    await expect(backend.read("db")).rejects.toThrow(
      "secrets are asked of azure, whose client library is not installed; run this once and commit package-lock.json: npm install --workspace @millrace/settings @azure/keyvault-secrets@4.11.2 @azure/identity@4.13.1",
    );
  });

  it("is looked for again after it was installed", async () => {
    let isInstalled = false;
    class SecretManagerServiceClient {
      async accessSecretVersion() {
        return [{ payload: { data: Buffer.from("v") } }];
      }
    }
    const importModule = async (name: string) =>
      isInstalled ? { SecretManagerServiceClient } : await nothingInstalled(name);
    const backend = googleBackend({ project: "p", importModule });
    await expect(backend.read("db")).rejects.toThrow("@google-cloud/secret-manager@");
    isInstalled = true;
    expect(await backend.read("db")).toBe("v");
  });
});
