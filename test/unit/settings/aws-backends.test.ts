import { platformSecrets, SecretBackendError } from "@millrace/settings";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Answer, localServer, type SeenRequest } from "./local-server.ts";
import { platformOf } from "./platform-files.ts";
import { signedScope, type SigningKey } from "./signature-v4.ts";

const key: SigningKey = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "wJalrXUtnFEMI" };

describe("secrets of AWS Secrets Manager", () => {
  it("are asked for by name with a signed request", async () => {
    const { resolve, seen } = await aws();
    expect(await resolve("${secret:aws-secrets-manager:prod/db#password}")).toBe("p");
    expect(seen[0]).toMatchObject({ method: "POST", path: "/", body: '{"SecretId":"prod/db"}' });
    expect(seen[0]?.headers["x-amz-target"]).toBe("secretsmanager.GetSecretValue");
  });

  it("may be bytes", async () => {
    const { resolve } = await aws();
    expect(await resolve("${secret:aws-secrets-manager:binary}")).toBe("été");
  });

  it("may be named by their ARN", async () => {
    const { resolve } = await aws();
    const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3";
    expect(await resolve(`\${secret:aws-secrets-manager:${arn}}`)).toBe("by arn");
  });

  it("do not exist where AWS says so", async () => {
    const { resolve } = await aws();
    await expect(resolve("${secret:aws-secrets-manager:none}")).rejects.toThrow(
      '"none", used by the test as ${secret:aws-secrets-manager:none}: not in aws-secrets-manager (secret none of eu-west-1)',
    );
  });

  it("are refused to a wrong key, in AWS's words", async () => {
    const { resolve } = await aws("hunter2");
    const found = resolve("${secret:aws-secrets-manager:prod/db}");
    await expect(found).rejects.toThrow(SecretBackendError);
    await expect(found).rejects.toThrow(
      'the secret "prod/db" could not be read from aws-secrets-manager: InvalidSignatureException: The request signature does not match',
    );
    await expect(found).rejects.not.toThrow("hunter2");
  });
});

describe("AWS without a region", () => {
  it("is missed with the settings to make", async () => {
    vi.stubEnv("AWS_REGION", undefined);
    vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");
    const store = platformSecrets(platformOf(""), { root: "/nowhere", env: {} });
    const found = store.resolve({ text: "${secret:aws-ssm:/db}", usedBy: "the test" });
    await expect(found).rejects.toThrow(
      'the secret "/db" could not be read from aws-ssm: no region is set; set AWS_REGION, or secrets.aws.region in config/platform.yaml',
    );
  });
});

describe("parameters of AWS Systems Manager", () => {
  it("are decrypted", async () => {
    const { resolve, seen } = await aws();
    expect(await resolve("${secret:aws-ssm:/millrace/prod/db}")).toBe("s");
    expect(seen[0]?.headers["x-amz-target"]).toBe("AmazonSSM.GetParameter");
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ Name: "/millrace/prod/db", WithDecryption: true });
  });

  it("do not exist where AWS says so", async () => {
    const { resolve } = await aws();
    await expect(resolve("${secret:aws-ssm:/none}")).rejects.toThrow(
      "not in aws-ssm (parameter /none of eu-west-1)",
    );
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A store that asks a server which checks signatures and answers as AWS's documentation says. */
async function aws(secretAccessKey = key.secretAccessKey) {
  const { url, seen } = await localServer(answer);
  vi.stubEnv("AWS_ACCESS_KEY_ID", key.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", secretAccessKey);
  vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
  const platform = platformOf(`secrets: { aws: { region: eu-west-1, endpoint: "${url}" } }`);
  const store = platformSecrets(platform, { root: "/nowhere", env: {} });
  const resolve = async (text: string) => (await store.resolve({ text, usedBy: "the test" })).reveal();
  return { resolve, seen };
}

function answer(request: SeenRequest): Answer {
  const target = String(request.headers["x-amz-target"]);
  const service = target.startsWith("AmazonSSM") ? "ssm" : "secretsmanager";
  if (signedScope(request, key)?.endsWith(`/eu-west-1/${service}/aws4_request`) !== true)
    return refusal("InvalidSignatureException", "The request signature does not match");
  const { SecretId, Name } = JSON.parse(request.body) as {
    readonly SecretId?: string;
    readonly Name?: string;
  };
  const body = service === "ssm" ? parameters[Name ?? ""] : secrets[SecretId ?? ""];
  if (body !== undefined) return { status: 200, body };
  return refusal(service === "ssm" ? "ParameterNotFound" : "ResourceNotFoundException", "not found");
}

function refusal(type: string, message: string): Answer {
  return { status: 400, body: { __type: type, message } };
}

const parameters: Readonly<Record<string, unknown>> = {
  "/millrace/prod/db": {
    Parameter: { Name: "/millrace/prod/db", Type: "SecureString", Value: "s", Version: 3 },
  },
};

const secrets: Readonly<Record<string, unknown>> = {
  "prod/db": { Name: "prod/db", SecretString: '{"user":"u","password":"p"}', VersionStages: ["AWSCURRENT"] },
  binary: { Name: "binary", SecretBinary: Buffer.from("été").toString("base64") },
  "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3": { SecretString: "by arn" },
};
