import type * as sdk from "@aws-sdk/client-s3";
import type { BucketPlan } from "@millrace/domain";
import { s3Access } from "../engines/s3-access.ts";
import type { Change } from "./change.ts";

/** Makes the buckets that are missing on the S3 server at `endpoint`. */
export async function applyBuckets(endpoint: string, buckets: readonly BucketPlan[]): Promise<Change[]> {
  return withClient(endpoint, async (client, { CreateBucketCommand, ListBucketsCommand }) => {
    const existing =
      (await client.send(new ListBucketsCommand({}))).Buckets?.map((bucket) => bucket.Name) ?? [];
    const changes = buckets.map(async ({ name }): Promise<Change> => {
      if (existing.includes(name)) return { kind: "bucket", name, action: "unchanged" };
      await client.send(new CreateBucketCommand({ Bucket: name }));
      return { kind: "bucket", name, action: "created" };
    });
    return await Promise.all(changes);
  });
}

/** Names of the buckets on the S3 server at `endpoint`. */
export async function listBuckets(endpoint: string): Promise<readonly string[]> {
  return withClient(endpoint, async (client, { ListBucketsCommand }) => {
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
    return Buckets.flatMap(({ Name }) => (Name === undefined ? [] : [Name]));
  });
}

async function withClient<Result>(
  endpoint: string,
  use: (client: sdk.S3Client, commands: typeof sdk) => Promise<Result>,
): Promise<Result> {
  // Loaded when it is used: the client takes longer to load than a start has to spare.
  const loaded = await import("@aws-sdk/client-s3");
  const client = new loaded.S3Client({
    endpoint,
    region: s3Access.region,
    forcePathStyle: true,
    credentials: s3Access,
  });
  try {
    return await use(client, loaded);
  } finally {
    client.destroy();
  }
}
