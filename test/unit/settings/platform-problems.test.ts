import { ConfigError } from "@millrace/common";
import {
  PlatformInvalidError,
  PlatformUnreadableError,
  readPlatform,
  UnknownStageError,
} from "@millrace/settings";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { platformOf } from "./platform-files.ts";

describe("a wrong platform.yaml", () => {
  it("is reported with every problem of every file", () => {
    const load = () =>
      platformOf("prefix: Prod!\nsecret: {}\n", "secrets:\n  ordr: [env]\n  vault: { adress: http://v }\n");
    expect(load).toThrow(PlatformInvalidError);
    expect(load).toThrow(
      [
        "the platform's settings have 4 problems",
        'config/platform.prod.yaml:2:3 secrets.ordr: found the unknown key "ordr", expected one of aws, azure, file, google, order, ttl, vault; did you mean "order"?',
        'config/platform.prod.yaml:3:12 secrets.vault.adress: found the unknown key "adress", expected one of address, namespace, token; did you mean "address"?',
        'config/platform.yaml:1:9 prefix: found "Prod!", expected a lower-case word of at most 20 letters, digits and hyphens',
        'config/platform.yaml:2:1 secret: found the unknown key "secret", expected one of clickhouse, domains, metrics, prefix, publisher, sample_events, secrets, topics; did you mean "secrets"?',
      ].join("\n"),
    );
  });

  it("names a backend that was probably meant", () => {
    expect(() => platformOf("secrets: { order: [vualt] }")).toThrow(
      'found "vualt", expected one of env, file, vault, aws-secrets-manager, aws-ssm, azure, google; did you mean "vault"?',
    );
  });

  it("does not show a token that stands in it", () => {
    expect(() => platformOf("secrets: { vault: { token: hvs.CAESIJ } }")).toThrow(
      "config/platform.yaml:1:28 secrets.vault.token: found a value that is not shown, expected a reference such as ${secret:env:VAULT_TOKEN}, of env or file, because a secret does not stand in a file of the repository",
    );
  });

  it("may not ask a Vault for the Vault's own token", () => {
    expect(() => platformOf('secrets: { vault: { token: "${secret:vault:kv/token}" } }')).toThrow(
      PlatformInvalidError,
    );
  });

  it("is reported where it is not YAML", () => {
    expect(() => platformOf("prefix: [")).toThrow(
      "config/platform.yaml:1:10: found a text that cannot be read",
    );
  });

  it("leaves problems of the environment to the environment", () => {
    const load = () => platformOf("", "", { env: { STAGE: "Mine!", VAULT_ADDR: "vault" } });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(
      /STAGE: found "Mine!"[^]*VAULT_ADDR: found "vault", expected an address, http or https/,
    );
  });
});

describe("reading a stage", () => {
  it("refuses a stage that does not exist", () => {
    const read = () => readPlatform({ root: "/nowhere", stage: "stagin", env: {} });
    expect(read).toThrow(UnknownStageError);
    expect(read).toThrow(
      'there is no stage "stagin", expected one of dev, staging, prod; did you mean "staging"?',
    );
  });

  it("goes by defaults where there are no files", () => {
    expect(readPlatform({ root: "/nowhere", stage: "dev", env: {} })).toMatchObject({ prefix: "dev" });
  });

  it("names a file that cannot be read", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "config", "platform.yaml"), { recursive: true });
    const read = () => readPlatform({ root: folder, stage: "dev", env: {} });
    expect(read).toThrow(PlatformUnreadableError);
    expect(read).toThrow("config/platform.yaml cannot be read (EISDIR");
  });
});
