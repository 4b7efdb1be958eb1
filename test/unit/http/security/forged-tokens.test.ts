import type { IncomingHttpHeaders } from "node:http";
import { silentLog } from "@millrace/common";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiKeyRing } from "../../../../packages/http/src/security/api-key-ring.ts";
import { AuditLog } from "../../../../packages/http/src/security/audit-log.ts";
import { CredentialGate } from "../../../../packages/http/src/security/credential-gate.ts";
import { needsIn } from "../../../../packages/http/src/security/need.ts";
import { TokenVerifier } from "../../../../packages/http/src/security/token-verifier.ts";
import { keepingLog, requestWith } from "./requests.ts";
import { audience, signingKey, startIssuer, type TestIssuer } from "./test-issuer.ts";

const need = needsIn("shop", "publish");
const parameters = { numRuns: 300 };

function gateOf(issuer: TestIssuer): CredentialGate {
  const settings = { issuer: issuer.url, jwksUrl: issuer.jwksUrl, audience, rolesClaim: "roles" };
  const tokens = new TokenVerifier({ ...settings, algorithms: ["ES256"] }, { log: silentLog });
  return new CredentialGate({ keys: new ApiKeyRing(), audit: new AuditLog({ log: keepingLog() }), tokens });
}

const headerText = fc.string({
  unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)),
});

describe("a gate", () => {
  test("lets nobody in by whatever they send", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const gate = gateOf(issuer);
    const headers = fc.record(
      {
        authorization: fc.oneof(
          headerText,
          headerText.map((text) => `Bearer ${text}`),
        ),
        "x-api-key": headerText,
      },
      { requiredKeys: [] },
    );
    const isDenied = async (sent: IncomingHttpHeaders) =>
      (await gate.check(requestWith(sent), need)).isDenied;
    await fc.assert(
      fc.asyncProperty(headers, async (sent) => {
        expect(await isDenied(sent)).toBe(true);
      }),
      parameters,
    );
  });

  test("lets nobody in by a token that was changed", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const gate = gateOf(issuer);
    const token = await issuer.sign();
    // The last digit of a signature has bits that mean nothing.
    const place = fc.integer({ min: 0, max: token.length - 2 });
    const changed = fc
      .tuple(place, fc.constantFrom("A", "Z", "a", "z", "0", "9", "-", "_", ".", "=", " "))
      .map(([at, digit]) => {
        const text = token.slice(0, at) + digit + token.slice(at + 1);
        return text === token ? `${token}.` : text;
      });
    const status = async (text: string) => {
      const outcome = await gate.check(requestWith({ authorization: `Bearer ${text}` }), need);
      return outcome.isDenied ? outcome.status : 200;
    };
    expect(await status(token)).toBe(200);
    await fc.assert(
      fc.asyncProperty(changed, async (text) => {
        expect(await status(text)).toBe(401);
      }),
      parameters,
    );
  });

  test("lets nobody in by claims and headers that somebody else has signed", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const gate = gateOf(issuer);
    const evil = await signingKey("one");
    const made = fc.record({
      claims: fc.dictionary(fc.string(), fc.jsonValue()),
      kid: fc.option(fc.string()),
    });
    const isDenied = async ({ claims, kid }: { claims: object; kid: string | null }) => {
      const header = kid === null ? {} : { kid };
      const token = await issuer.sign({ key: evil, header, claims: claims as never });
      const outcome = await gate.check(requestWith({ authorization: `Bearer ${token}` }), need);
      return outcome.isDenied;
    };
    await fc.assert(
      fc.asyncProperty(made, async (sent) => {
        expect(await isDenied(sent)).toBe(true);
      }),
      parameters,
    );
  });
});
