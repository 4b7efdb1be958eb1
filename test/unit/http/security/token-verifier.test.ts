import { createHmac } from "node:crypto";
import { silentLog } from "@millrace/common";
import { type CryptoKey, exportSPKI, importJWK } from "jose";
import { describe, expect, test } from "vitest";
import { needsIn } from "../../../../packages/http/src/security/need.ts";
import {
  type TokenSettings,
  TokenVerifier,
  type TokenVerifierOptions,
} from "../../../../packages/http/src/security/token-verifier.ts";
import { audience, signingKey, startIssuer, type TestIssuer } from "./test-issuer.ts";

function verifierOf(
  issuer: TestIssuer,
  settings: Partial<TokenSettings> = {},
  options: Partial<TokenVerifierOptions> = {},
): TokenVerifier {
  const algorithms = ["RS256", "ES256", "EdDSA"];
  return new TokenVerifier(
    { issuer: issuer.url, audience, algorithms, rolesClaim: "roles", ...settings },
    { log: silentLog, ...options },
  );
}

/** The detail of a refusal, or the name of the caller. */
async function outcome(verifier: TokenVerifier, token: string): Promise<string> {
  const found = await verifier.verify(token);
  return "isDenied" in found ? `${found.status}: ${found.detail}` : found.caller.id;
}

const refused = (reason: string) => `401: The credentials are not accepted: ${reason}.`;
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Made once: it takes a second. */
const rsaKey = signingKey("one", "RS256");

describe("TokenVerifier", () => {
  test.each(["RS256", "ES256", "EdDSA"])("believes tokens signed with %s", async (alg) => {
    await using issuer = await startIssuer(await (alg === "RS256" ? rsaKey : signingKey("one", alg)));
    expect(await outcome(verifierOf(issuer), await issuer.sign())).toMatch(/^token:web-shop\/[0-9a-f]{12}$/);
  });

  test("gives the caller the roles of the token", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const found = await verifierOf(issuer).verify(await issuer.sign());
    const may = (domain: string) => "caller" in found && found.caller.may(needsIn(domain, "publish"));
    expect([may("shop"), may("page-views")]).toEqual([true, false]);
  });

  test("trusts a token until it expires, five minutes at most", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const now = Math.floor(Date.now() / 1000);
    const verifier = verifierOf(issuer, {}, { clock: () => now * 1000 });
    const untilOf = async (exp: number) => {
      const found = await verifier.verify(await issuer.sign({ claims: { exp } }));
      return "untilMs" in found ? found.untilMs / 1000 - now : undefined;
    };
    expect([await untilOf(now + 60), await untilOf(now + 86_400)]).toEqual([90, 300]);
  });

  test("takes one of several audiences, and a token for several", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const token = await issuer.sign({ claims: { aud: ["billing", "events"] } });
    expect(await outcome(verifierOf(issuer, { audience: "millrace, events" }), token)).toMatch(/^token:/);
  });

  const now = Math.floor(Date.now() / 1000);
  test.each([
    ["has expired", { exp: now - 60 }, "the token has expired (exp)"],
    ["is not valid yet", { nbf: now + 120 }, "the token is not valid yet (nbf)"],
    ["is by another issuer", { iss: "https://evil.example" }, "the token is by another issuer (iss)"],
    ["is for another audience", { aud: "billing" }, "the token is for another audience (aud)"],
    ["does not expire", { exp: undefined }, "the token lacks exp"],
    ["has no audience", { aud: undefined }, "the token lacks aud"],
    ["has no issuer", { iss: undefined }, "the token lacks iss"],
    ["has a text as its expiry", { exp: "never" as never }, "the token has an unexpected exp"],
  ])("refuses a token that %s", async (_title, claims, reason) => {
    await using issuer = await startIssuer(await signingKey("one"));
    expect(await outcome(verifierOf(issuer), await issuer.sign({ claims: claims as never }))).toBe(
      refused(reason),
    );
  });

  test("bears clocks that differ by half a minute", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const token = await issuer.sign({ claims: { exp: Math.floor(Date.now() / 1000) - 20 } });
    expect(await outcome(verifierOf(issuer), token)).toMatch(/^token:/);
  });

  test("refuses a token that is not signed", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const [, claims] = (await issuer.sign()).split(".");
    const unsigned = ["none", "None", "NONE"].map((alg) => `${encoded({ alg, typ: "JWT" })}.${claims}.`);
    for (const token of unsigned)
      expect(await outcome(verifierOf(issuer), token)).toBe(
        refused("the token is not signed with one of RS256, ES256, EdDSA (alg)"),
      );
  });

  test("refuses a public key used as the secret of an HMAC", async () => {
    const key = await rsaKey;
    await using issuer = await startIssuer(key);
    const pem = await exportSPKI((await importJWK(key.publicJwk, "RS256")) as CryptoKey);
    const [, claims] = (await issuer.sign()).split(".");
    const signed = `${encoded({ alg: "HS256", kid: "one", typ: "JWT" })}.${claims}`;
    const forged = `${signed}.${createHmac("sha256", pem).update(signed).digest("base64url")}`;
    expect(await outcome(verifierOf(issuer), forged)).toBe(
      refused("the token is not signed with one of RS256, ES256, EdDSA (alg)"),
    );
  });

  test("refuses a key that the token brings along", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const evil = await signingKey("one");
    const header = { jwk: evil.publicJwk, jku: "http://127.0.0.1:1/keys", x5u: "http://127.0.0.1:1/" };
    const token = await issuer.sign({ key: evil, header });
    expect(await outcome(verifierOf(issuer), token)).toBe(refused("the signature of the token is wrong"));
  });

  test("refuses claims that were changed", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const [header, claims = "", signature] = (await issuer.sign()).split(".");
    const changed = JSON.parse(Buffer.from(claims, "base64url").toString()) as object;
    const forged = `${header}.${encoded({ ...changed, roles: ["publish:*"] })}.${signature}`;
    expect(await outcome(verifierOf(issuer), forged)).toBe(refused("the signature of the token is wrong"));
  });

  test("refuses an algorithm that is not allowed here", async () => {
    await using issuer = await startIssuer(await signingKey("one", "ES256"));
    expect(await outcome(verifierOf(issuer, { algorithms: ["RS256"] }), await issuer.sign())).toBe(
      refused("the token is not signed with one of RS256 (alg)"),
    );
  });

  test("refuses tokens of another type", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const typed = async (typ: string) => outcome(verifierOf(issuer), await issuer.sign({ header: { typ } }));
    expect(await typed("at+jwt")).toMatch(/^token:/);
    expect(await typed("logout+jwt")).toBe(refused("the token is of another type (typ) than JWT or at+jwt"));
  });

  test("refuses a header that it does not understand", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const [, claims, signature] = (await issuer.sign()).split(".");
    const header = encoded({ alg: "ES256", kid: "one", crit: ["urn:x"], "urn:x": 1 });
    expect(await outcome(verifierOf(issuer), `${header}.${claims}.${signature}`)).toMatch(/^401: /);
  });

  test.each(["", "x", "a.b", "a.b.c", "....", "e30.e30.e30", "x".repeat(8000), `${"x".repeat(4000)}.y.z`])(
    "refuses what is no token (%#)",
    async (text) => {
      await using issuer = await startIssuer(await signingKey("one"));
      expect(await outcome(verifierOf(issuer), text)).toMatch(/^401: The credentials are not accepted/);
    },
  );

  test("says neither the subject nor the issuer's name in a caller's name", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const name = await outcome(verifierOf(issuer), await issuer.sign({ claims: { azp: undefined } }));
    expect(name).toMatch(/^token:[0-9a-f]{12}$/);
  });

  test.each([
    ["HS256", { algorithms: ["HS256"] }, "JWT_ALGORITHMS: found HS256, expected some of RS256, "],
    ["none", { algorithms: ["RS256", "none"] }, "JWT_ALGORITHMS: found none, expected some of RS256, "],
    ["no algorithm", { algorithms: [] }, "JWT_ALGORITHMS: found nothing, expected some of RS256, "],
    ["no audience", { audience: " , " }, "JWT_AUDIENCE: found nothing, expected one"],
    [
      "keys by http",
      { jwksUrl: "http://keys.example/" },
      "JWT_JWKS_URL: found an http address of another machine",
    ],
    [
      "an issuer by http",
      { issuer: "http://id.example" },
      "JWT_ISSUER: found an http address of another machine",
    ],
  ])("cannot be made with %s", async (_title, settings, message) => {
    await using issuer = await startIssuer();
    expect(() => verifierOf(issuer, settings)).toThrow(message);
  });
});
