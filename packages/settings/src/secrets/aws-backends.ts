import type { SecretBackend } from "./backend.ts";
import { SecretBackendError } from "./errors.ts";
import { openOnce } from "./open-once.ts";

/** Which AWS is asked; credentials come from where AWS's own tools look for them. */
export interface AwsOptions {
  /** Absent: what AWS's own settings say (`AWS_REGION`, the profile). */
  readonly region?: string | undefined;
  /** Another address than AWS's own, for example that of an interface endpoint. */
  readonly endpoint?: string | undefined;
}

/**
 * Secrets of AWS Secrets Manager, by name or ARN, their current version.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function awsSecretsManagerBackend(options: AwsOptions): SecretBackend {
  const client = openOnce(async () => {
    const { GetSecretValueCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
    const opened = new SecretsManagerClient(clientOptions(options));
    return (name: string) => opened.send(new GetSecretValueCommand({ SecretId: name }));
  });
  return {
    name: "aws-secrets-manager",
    placeOf: (name) => `secret ${name} of ${regionText(options)}`,
    read: (name) =>
      guarded("aws-secrets-manager", name, async () => {
        const { SecretString, SecretBinary } = await (await client())(name);
        return SecretString ?? (SecretBinary && Buffer.from(SecretBinary).toString("utf8"));
      }),
  };
}

/**
 * Parameters of AWS Systems Manager, decrypted.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export function awsSsmBackend(options: AwsOptions): SecretBackend {
  const client = openOnce(async () => {
    const { GetParameterCommand, SSMClient } = await import("@aws-sdk/client-ssm");
    const opened = new SSMClient(clientOptions(options));
    return (name: string) => opened.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  });
  return {
    name: "aws-ssm",
    placeOf: (name) => `parameter ${name} of ${regionText(options)}`,
    read: (name) => guarded("aws-ssm", name, async () => (await (await client())(name)).Parameter?.Value),
  };
}

const absent = new Set(["ResourceNotFoundException", "ParameterNotFound", "ParameterVersionNotFound"]);

async function guarded(
  backend: string,
  name: string,
  read: () => Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    return await read();
  } catch (cause) {
    const { name: kind, message } = cause as Error;
    if (absent.has(kind)) return undefined;
    throw new SecretBackendError(backend, name, { reason: describeFault(kind, message), cause });
  }
}

function describeFault(kind: string, message: string): string {
  if (message === "Region is missing")
    return "no region is set; set AWS_REGION, or secrets.aws.region in config/platform.yaml";
  return `${kind}: ${message}`;
}

function clientOptions({ region, endpoint }: AwsOptions) {
  return { ...(region === undefined ? {} : { region }), ...(endpoint === undefined ? {} : { endpoint }) };
}

function regionText({ region }: AwsOptions): string {
  return region === undefined ? "the region of AWS_REGION" : region;
}
