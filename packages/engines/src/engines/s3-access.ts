/**
 * What a client of the local S3 server signs its requests with. The server listens on the loopback interface only, so
 * the secret is fixed; it refuses every other one, as S3 does.
 */
export const s3Access = {
  region: "us-east-1",
  accessKeyId: "millrace",
  secretAccessKey: "millrace-local-secret",
} as const;
