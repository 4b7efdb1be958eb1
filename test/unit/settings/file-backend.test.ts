import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { platformSecrets, SecretBackendError, SecretFileExposedError } from "@millrace/settings";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { platformOf } from "./platform-files.ts";

describe("secrets in environment variables", () => {
  it.each(["DB_PASSWORD", "db-password", "db.password"])("%s is DB_PASSWORD", async (name) => {
    const { resolve } = secretsOf({}, { DB_PASSWORD: "p" });
    expect(await resolve(`\${secret:env:${name}}`)).toBe("p");
  });

  it("do not exist where they are empty", async () => {
    const { resolve } = secretsOf({}, { DB: "" });
    await expect(resolve("${secret:env:DB}")).rejects.toThrow(
      '"DB", used by the test as ${secret:env:DB}: not in env (variable DB)',
    );
  });
});

describe("secrets in files", () => {
  it("stand in a file each, without the newline at its end", async () => {
    const { resolve } = secretsOf({ ".secrets/kafka/password": "p w\n" });
    expect(await resolve("${secret:file:kafka/password}")).toBe("p w");
  });

  it("stand in a .env file together", async () => {
    const { resolve } = secretsOf({ ".env": "# mine\nDB_PASSWORD='p w' # note\nOTHER=x\n" });
    expect(await resolve("${secret:db-password}")).toBe("p w");
  });

  it("are taken from the variable of the same name first", async () => {
    const { resolve } = secretsOf({ ".env": "DB=file" }, { DB: "env" });
    expect(await resolve("${secret:DB}")).toBe("env");
  });

  it("are refused where others can read them", async () => {
    const { resolve, root } = secretsOf({ ".secrets/db": "hunter2" });
    const file = join(root, ".secrets", "db");
    chmodSync(file, 0o640);
    await expect(resolve("${secret:db}")).rejects.toThrow(SecretFileExposedError);
    await expect(resolve("${secret:db}")).rejects.toThrow(
      `${file} holds secrets and others than its owner can read or change it (mode 640); run: chmod go= ${file}`,
    );
  });

  it("are refused where others can read the .env file", async () => {
    const { resolve, root } = secretsOf({ ".env": "DB=hunter2" });
    chmodSync(join(root, ".env"), 0o604);
    await expect(resolve("${secret:db}")).rejects.toThrow("(mode 604)");
  });

  it("are not read from outside their folder", async () => {
    const { resolve } = secretsOf({ outside: "hunter2" });
    await expect(resolve("${secret:file:../outside}")).rejects.toThrow(SecretBackendError);
    await expect(resolve("${secret:file:../outside}")).rejects.toThrow("its name leads out of");
  });

  it("are seen changed once the time has run out", async () => {
    const { resolve, root } = secretsOf({ ".secrets/db": "old" });
    expect(await resolve("${secret:db}")).toBe("old");
    writeFileSync(join(root, ".secrets", "db"), "new");
    expect(await resolve("${secret:db}")).toBe("new");
  });
});

/** Secrets whose files stand in a folder of their own, and which are asked for anew each time. */
function secretsOf(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode: 0o600 });
  }
  const store = platformSecrets(platformOf("secrets: { ttl: 0 s }"), { root, env });
  const resolve = async (text: string) => (await store.resolve({ text, usedBy: "the test" })).reveal();
  return { resolve, root };
}
