import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { hashApiKey, newApiKey } from "@millrace/access";
import { silentLog } from "@millrace/common";
import { ApiKeyRing } from "../../packages/http/src/security/api-key-ring.ts";
import { AuditLog } from "../../packages/http/src/security/audit-log.ts";
import { CredentialGate } from "../../packages/http/src/security/credential-gate.ts";
import { openGate } from "../../packages/http/src/security/gate.ts";
import { needsIn } from "../../packages/http/src/security/need.ts";
import { TokenVerifier } from "../../packages/http/src/security/token-verifier.ts";
import { audience, signingKey, startIssuer } from "../unit/http/security/test-issuer.ts";
import { runBench } from "./run-bench.ts";
import { summarize } from "./statistics.ts";

const usage = "Usage: npm run bench:gate";
const need = needsIn("shop", "publish");
const rounds = 7;

/** What letting a request through costs: processor time a request, of seven rounds. */
await runBench(usage, async () => {
  await using issuer = await startIssuer(await signingKey("one", "RS256"));
  const settings = { issuer: issuer.url, jwksUrl: issuer.jwksUrl, audience, rolesClaim: "roles" };
  const tokens = new TokenVerifier({ ...settings, algorithms: ["RS256"] }, { log: silentLog });
  const secrets = Array.from({ length: 1000 }, newApiKey);
  const keys = new ApiKeyRing(
    secrets.map((secret, at) => ({
      name: `caller-${at}`,
      hash: hashApiKey(secret),
      roles: ["publish:shop"],
    })),
  );
  const gate = new CredentialGate({ keys, tokens, audit: new AuditLog({ log: silentLog }) });
  const bearers = secrets.map((secret) => Buffer.from(`Bearer ${secret}`));
  const stranger = Buffer.from(`Bearer ${newApiKey()}`);
  const token = await issuer.sign({ claims: { padding: "x".repeat(500) } });
  const tokenHeader = Buffer.from(`Bearer ${token}`);
  await gate.check(requestWith({ authorization: `Bearer ${token}` }), need);

  const ask = (header: Buffer | undefined) => gate.check(requestFrom(header), need);
  report(
    "the header alone, as a text that is new",
    await measure(500_000, (at) => requestFrom(bearers[at % 1000])),
  );
  report("open", await measure(500_000, () => openGate.check(requestFrom(undefined), need)));
  report("a key, of one caller", await measure(500_000, () => ask(bearers[0])));
  report("a key, of 1,000 callers in turn", await measure(500_000, (at) => ask(bearers[at % 1000])));
  report("a key that is not known", await measure(200_000, () => ask(stranger)));
  report(
    `a token of ${token.length} characters, seen before`,
    await measure(200_000, () => ask(tokenHeader)),
  );
  report("a token that is seen first (RS256)", await measure(1_000, () => tokens.verify(token)));
});

/** Every request of a connection has texts of its own. */
function requestFrom(header: Buffer | undefined): IncomingMessage {
  return requestWith(header === undefined ? {} : { authorization: header.toString("latin1") });
}

function requestWith(headers: IncomingHttpHeaders): IncomingMessage {
  return { method: "POST", headers, socket: { remoteAddress: "192.0.2.1" } } as unknown as IncomingMessage;
}

/** Nanoseconds of processor time a call, a number a round. */
async function measure(calls: number, act: (at: number) => unknown): Promise<readonly number[]> {
  const results: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const before = process.cpuUsage();
    for (let at = 0; at < calls; at += 1) {
      const outcome = act(at);
      if (outcome instanceof Promise) await outcome;
    }
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) results.push(((user + system) * 1000) / calls);
  }
  return results;
}

function report(title: string, results: readonly number[]): void {
  const { median, min, max } = summarize(results);
  const [typical, least, most] = [median, min, max].map((ns) => (ns / 1000).toFixed(3));
  process.stdout.write(`${title.padEnd(44)} ${typical} µs (${least} to ${most})\n`);
}
