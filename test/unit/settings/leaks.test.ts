import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { createLogger, MillraceError } from "@millrace/common";
import { checkSecrets, platformSecrets, shownSettings } from "@millrace/settings";
import { expect, it, onTestFinished, vi } from "vitest";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { localServer } from "./local-server.ts";
import { platformOf } from "./platform-files.ts";

/** Every secret of this test holds this word, which must not be seen anywhere. */
const word = "hunter2";

const texts = [
  "${secret:env:GOOD}",
  "${secret:env:GOOD#field}",
  "${secret:file:exposed}",
  "${secret:file:../outside}",
  "${secret:file:folder}",
  "${secret:none} ${secret:env:GOOD}",
  `\${secret:vualt:db:-${word}}`,
  `\${secret:#:-${word}}`,
  "${secret:vault:kv/refused}",
  "${secret:vault:kv/strange}",
  "${secret:vault:kv/fields#none}",
  "${secret:aws-ssm:/refused}",
  "${secret:aws-secrets-manager:refused}",
  "${secret:azure:db}",
  "${secret:google:db}",
] as const;

it("no secret reaches an error, a finding, JSON or a log line", async () => {
  const { store, platform } = await leakyStage();
  const outcomes = await Promise.all(
    texts.map(async (text) => outcomeOf(store.resolve({ text, usedBy: "the test" }))),
  );
  expect(outcomes.map((each) => (each instanceof MillraceError ? each.code : "a secret"))).toEqual([
    "a secret",
    "SECRET_FIELD_MISSING",
    "SECRET_FILE_EXPOSED",
    "SECRET_BACKEND_FAILED",
    "SECRET_BACKEND_FAILED",
    "SECRETS_MISSING",
    "SECRET_REFERENCE_INVALID",
    "SECRET_REFERENCE_INVALID",
    "SECRET_BACKEND_FAILED",
    "SECRET_BACKEND_FAILED",
    "SECRET_FIELD_MISSING",
    "SECRET_BACKEND_FAILED",
    "SECRET_BACKEND_FAILED",
    "SECRET_BACKEND_UNSET",
    "SECRET_BACKEND_UNSET",
  ]);
  const findings = await checkSecrets(
    store,
    texts.map((text) => ({ text, usedBy: "the test" })),
  );
  const seen = [shownSettings(platform), findings, outcomes].map(everythingOf).join("\n");
  expect(seen.match(new RegExp(`.*${word}.*`, "g"))).toBeNull();
});

/** All that can be printed of a value, by whatever way. */
function everythingOf(value: unknown): string {
  let lines = "";
  const log = createLogger({ program: "test", destination: { write: (line) => void (lines += line) } });
  for (const err of [value].flat()) log.error({ err, value: err }, String(err));
  return [inspect(value, { depth: 20, showHidden: true }), JSON.stringify(value), lines].join("\n");
}

async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  return await work.catch((error: unknown) => error);
}

async function leakyStage() {
  const root = temporaryFolder();
  mkdirSync(join(root, ".secrets", "folder"), { recursive: true });
  for (const path of [".secrets/exposed", "outside"]) writeFileSync(join(root, path), word);
  chmodSync(join(root, ".secrets", "folder"), 0o700);
  const { url } = await localServer(({ path }) => {
    if (path.endsWith("/strange")) return { status: 200, body: { data: word } };
    if (path.endsWith("/fields")) return { status: 200, body: { data: { data: { field: word } } } };
    return { status: 403, body: { __type: "AccessDeniedException", message: "no", errors: ["no"] } };
  });
  const env = {
    GOOD: word,
    VAULT_TOKEN: `hvs.${word}`,
    VAULT_ADDR: url,
    AWS_REGION: "eu-west-1",
  };
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", word);
  onTestFinished(() => void vi.unstubAllEnvs());
  const base = `secrets: { aws: { endpoint: "${url}" }, vault: { token: "\${secret:env:VAULT_TOKEN:-${word}}" } }`;
  const platform = platformOf(base, "", { env });
  return { store: platformSecrets(platform, { root, env }), platform };
}
