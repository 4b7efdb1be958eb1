import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from "jose";

/** Of every token that says nothing else. */
export const audience = "millrace";

/** A key of the issuer's, or of somebody else. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** What is signed beyond the usual. `undefined` leaves a claim out. */
export interface TokenOptions {
  readonly claims?: JWTPayload;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: SigningKey;
}

/** An issuer of tokens on this machine. */
export interface TestIssuer extends AsyncDisposable {
  /** Its name and address. */
  readonly url: string;
  readonly jwksUrl: string;
  /** Signing keys that it publishes. */
  readonly keys: SigningKey[];
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  /** What it answers instead; undefined: as it should. */
  answer: RequestListener | undefined;
  /** A token that is valid for a minute and lets publish to the shop. */
  sign(options?: TokenOptions): Promise<string>;
}

/** Makes a key pair. */
export async function signingKey(kid: string, alg = "ES256"): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

/** Starts an issuer with these keys. */
export async function startIssuer(...keys: SigningKey[]): Promise<TestIssuer> {
  const asked: string[] = [];
  const serve: RequestListener = (request, response) => {
    const documents: Readonly<Record<string, unknown>> = {
      "/.well-known/openid-configuration": { issuer: issuer.url, jwks_uri: issuer.jwksUrl },
      "/keys": { keys: keys.map(({ publicJwk }) => publicJwk) },
    };
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(documents[request.url ?? ""] ?? {}));
  };
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    (issuer.answer ?? serve)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: TestIssuer = {
    url,
    jwksUrl: `${url}/keys`,
    keys,
    asked,
    answer: undefined,
    async sign({ claims, header, key = keys[0] } = {}) {
      if (key === undefined) throw new Error("there is no key to sign with");
      return await new SignJWT({ ...usualClaims(url), ...claims })
        .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: "JWT", ...header })
        .sign(key.privateKey);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return issuer;
}

function usualClaims(iss: string): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss,
    aud: audience,
    sub: "anna@shop.example",
    azp: "web-shop",
    iat: now,
    exp: now + 60,
    roles: ["publish:shop"],
  };
}
