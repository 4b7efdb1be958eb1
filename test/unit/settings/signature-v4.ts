import { createHash, createHmac } from "node:crypto";
import type { SeenRequest } from "./local-server.ts";

/** Who signs. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * Checks a request's signature as AWS does, from its parts and the secret alone; gives the scope that was signed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedScope(request: SeenRequest, key: SigningKey): string | undefined {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? "",
    );
  const [, keyId, scope = "", names = "", signature] = parts ?? [];
  if (keyId !== key.accessKeyId) return undefined;
  const headers = names.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = [request.method, "/", "", headers.join(""), names, sha256(request.body)].join("\n");
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const signingKey = scope
    .split("/")
    .reduce<string | Buffer>((before, step) => hmac(before, step), `AWS4${key.secretAccessKey}`);
  return hmac(signingKey, text).toString("hex") === signature ? scope : undefined;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
