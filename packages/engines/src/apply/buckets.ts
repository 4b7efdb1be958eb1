import type { BucketPlan } from "@millrace/domain";
import { s3Access } from "../engines/s3-access.ts";
import type { Change } from "./change.ts";

/** Makes the buckets that are missing on the S3 server at `endpoint`. */
export async function applyBuckets(endpoint: string, buckets: readonly BucketPlan[]): Promise<Change[]> {
  // Loaded when it is used: the client takes longer to load than a start has to spare.
  const { CreateBucketCommand, ListBucketsCommand, S3Client } = await import("@aws-sdk/client-s3");
  const client = new S3Client({
    endpoint,
    region: s3Access.region,
    forcePathStyle: true,
    credentials: s3Access,
  });
  try {
    const existing =
      (await client.send(new ListBucketsCommand({}))).Buckets?.map((bucket) => bucket.Name) ?? [];
    const changes = buckets.map(async ({ name }): Promise<Change> => {
      if (existing.includes(name)) return { kind: "bucket", name, action: "unchanged" };
      await client.send(new CreateBucketCommand({ Bucket: name }));
      return { kind: "bucket", name, action: "created" };
    });
    return await Promise.all(changes);
  } finally {
    client.destroy();
  }
}
