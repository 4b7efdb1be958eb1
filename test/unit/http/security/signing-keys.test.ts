import { silentLog } from "@millrace/common";
import { describe, expect, test } from "vitest";
import {
  TokenVerifier,
  type TokenVerifierOptions,
} from "../../../../packages/http/src/security/token-verifier.ts";
import { keepingLog } from "./requests.ts";
import { audience, signingKey, startIssuer, type TestIssuer } from "./test-issuer.ts";

const day = 86_400_000;

function verifierOf(issuer: TestIssuer, options: Partial<TokenVerifierOptions> = {}, isDiscovered = false) {
  const settings = { issuer: issuer.url, audience, algorithms: ["ES256"], rolesClaim: "roles" };
  return new TokenVerifier(
    { ...settings, ...(isDiscovered ? {} : { jwksUrl: issuer.jwksUrl }) },
    { log: silentLog, ...options },
  );
}

async function statusOf(verifier: TokenVerifier, token: string): Promise<number> {
  const found = await verifier.verify(token);
  return "isDenied" in found ? found.status : 200;
}

describe("signing keys", () => {
  test("are found through the issuer's configuration", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const verifier = verifierOf(issuer, {}, true);
    expect(await statusOf(verifier, await issuer.sign())).toBe(200);
    expect(await statusOf(verifier, await issuer.sign())).toBe(200);
    expect(issuer.asked).toEqual(["/.well-known/openid-configuration", "/keys"]);
  });

  test("are fetched once for many tokens at once", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const verifier = verifierOf(issuer);
    const token = await issuer.sign();
    await Promise.all(Array.from({ length: 20 }, () => verifier.verify(token)));
    expect(issuer.asked).toEqual(["/keys"]);
  });

  test("are fetched anew when a token names a new one", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const verifier = verifierOf(issuer, { cooldownMs: 0 });
    const old = await issuer.sign();
    await verifier.verify(old);
    issuer.keys[0] = await signingKey("two");
    expect([await statusOf(verifier, await issuer.sign()), await statusOf(verifier, old)]).toEqual([
      200, 401,
    ]);
  });

  test("are not asked for again by every token that names an unknown one", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const verifier = verifierOf(issuer);
    await verifier.verify(await issuer.sign());
    for (const kid of ["x", "y", "z"])
      expect(await statusOf(verifier, await issuer.sign({ header: { kid } }))).toBe(401);
    expect(issuer.asked).toEqual(["/keys"]);
  });

  test("two that a token does not choose between are refused", async () => {
    await using issuer = await startIssuer(await signingKey("one"), await signingKey("two"));
    const found = await verifierOf(issuer).verify(await issuer.sign({ header: { kid: undefined } as never }));
    expect("detail" in found && found.detail).toContain("with which of several keys it is signed (kid)");
  });

  test.each([
    ["an error", 500, ""],
    ["no JSON", 200, "<html>"],
    ["no key set", 200, "{}"],
    ["a list without keys", 200, '{"keys":[1]}'],
    ["another address", 302, ""],
    ["more than 1 MiB", 200, JSON.stringify({ keys: ["x".repeat(1_100_000)] })],
  ])("that come as %s are answered 503", async (_title, status, body) => {
    await using issuer = await startIssuer(await signingKey("one"));
    issuer.answer = (_request, response) => {
      response.writeHead(status, { location: "http://127.0.0.1:1/" }).end(body);
    };
    const found = await verifierOf(issuer).verify(await issuer.sign());
    expect(found).toMatchObject({
      status: 503,
      code: "IDENTITY_PROVIDER_UNAVAILABLE",
      retryAfterSeconds: 5,
    });
  });

  test("that do not come in time are answered 503", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    issuer.answer = () => undefined;
    expect(await statusOf(verifierOf(issuer, { timeoutMs: 20 }), await issuer.sign())).toBe(503);
  });

  test("are not asked for during the pause after a failure", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    issuer.answer = (_request, response) => void response.writeHead(500).end();
    let nowMs = Date.now();
    const verifier = verifierOf(issuer, { clock: () => nowMs });
    const token = await issuer.sign();
    expect([await statusOf(verifier, token), await statusOf(verifier, token)]).toEqual([503, 503]);
    expect(issuer.asked).toHaveLength(1);
    issuer.answer = undefined;
    nowMs += 5_000;
    expect(await statusOf(verifier, token)).toBe(200);
  });

  test("serve on while the issuer is away", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    let nowMs = Date.now();
    const verifier = verifierOf(issuer, { clock: () => nowMs, cooldownMs: 0 });
    await verifier.verify(await issuer.sign());
    issuer.answer = (_request, response) => void response.writeHead(500).end();
    nowMs += day;
    const claims = { exp: Math.floor(nowMs / 1000) + 60 };
    expect(await statusOf(verifier, await issuer.sign({ claims }))).toBe(200);
    expect(await statusOf(verifier, await issuer.sign({ claims, header: { kid: "new" } }))).toBe(503);
  });

  test("that are old are fetched anew behind a request", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    let nowMs = Date.now();
    const verifier = verifierOf(issuer, { clock: () => nowMs });
    await verifier.verify(await issuer.sign());
    nowMs += 600_000;
    const isAskedAgain = new Promise<void>((resolve) => {
      issuer.answer = (_request, response) => {
        response.end(JSON.stringify({ keys: issuer.keys.map(({ publicJwk }) => publicJwk) }));
        resolve();
      };
    });
    await verifier.verify(await issuer.sign());
    await isAskedAgain;
    expect(issuer.asked).toEqual(["/keys", "/keys"]);
  });

  test("of a configuration that names another issuer are not used", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    issuer.answer = (_request, response) =>
      void response.end(JSON.stringify({ issuer: "https://evil.example", jwks_uri: issuer.jwksUrl }));
    expect(await statusOf(verifierOf(issuer, {}, true), await issuer.sign())).toBe(503);
    expect(issuer.asked).toEqual(["/.well-known/openid-configuration"]);
  });

  test("are not fetched over http from another machine", async () => {
    await using issuer = await startIssuer(await signingKey("one"));
    const log = keepingLog();
    issuer.answer = (_request, response) =>
      void response.end(JSON.stringify({ issuer: issuer.url, jwks_uri: "http://keys.example/" }));
    await verifierOf(issuer, { log }, true).verify(await issuer.sign());
    expect(log.lines).toEqual([
      {
        event: "signing-keys-unavailable",
        message: `the signing keys cannot be fetched: ${issuer.url}/.well-known/openid-configuration names no https address of keys (jwks_uri)`,
      },
    ]);
  });
});
