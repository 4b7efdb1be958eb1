import { type HealthCheck, UnhealthyError } from "@millrace/http";
import type * as sdk from "@aws-sdk/client-s3";

/** Which buckets are looked at, and how. */
export interface S3CheckOptions {
  readonly buckets: () => readonly string[];
  readonly region: string;
  /** Another address than AWS's own; buckets are then addressed by path. */
  readonly endpoint?: string;
  /** Default: what AWS's own settings say. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Asks for every bucket (HeadBucket), signed: a wrong secret and a missing bucket are told apart. */
export function s3Check(options: S3CheckOptions): HealthCheck {
  let loaded: Promise<{ readonly client: sdk.S3Client; readonly HeadBucketCommand: HeadBucket }> | undefined;
  return async (signal) => {
    // Loaded when it is asked for: a start has no time for it.
    loaded ??= connect(options);
    const { client, HeadBucketCommand } = await loaded;
    const buckets = options.buckets();
    const look = async (Bucket: string) => {
      try {
        await client.send(new HeadBucketCommand({ Bucket }), { abortSignal: signal });
        return [];
      } catch (error) {
        return [faultOf(Bucket, error)];
      }
    };
    const faults = (await Promise.all(buckets.map(look))).flat();
    if (faults.length > 0) throw new UnhealthyError(faults.join("; "), { buckets: buckets.length });
    return { buckets: buckets.length };
  };
}

type HeadBucket = typeof sdk.HeadBucketCommand;

async function connect({ endpoint, region, credentials }: S3CheckOptions) {
  const { S3Client, HeadBucketCommand } = await import("@aws-sdk/client-s3");
  const client = new S3Client({
    region,
    maxAttempts: 1,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  return { client, HeadBucketCommand };
}

/** An answer to HEAD has no body: its status is all that is said. */
function faultOf(bucket: string, error: unknown): string {
  const status = statusOf(error);
  if (status === 404) return `bucket ${bucket} does not exist`;
  if (status === 401 || status === 403)
    return `bucket ${bucket}: the credentials are refused (${status}), or may not look at it`;
  if (status === 301) return `bucket ${bucket} is in another region`;
  if (status !== undefined) return `bucket ${bucket}: the server answers ${status}`;
  return `bucket ${bucket}: the server cannot be reached (${error instanceof Error ? error.message : String(error)})`;
}

function statusOf(error: unknown): number | undefined {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}
