import { expect, test } from "vitest";
import { s3 } from "../../../packages/engines/src/engines/s3.ts";
import { engineContext } from "./connect-context.ts";

const spec = s3.describe(engineContext({ dataDir: "/srv/a/../data dir", ports: { http: 22000 } }));

test("the S3 server listens on the loopback interface", () => {
  expect(spec.files[0]?.content).toContain("s3proxy.endpoint=http://127.0.0.1:22000\n");
});

test("the S3 server asks for a signature", () => {
  expect(spec.files[0]?.content).toContain("s3proxy.authorization=aws-v2-or-v4\n");
});

test("the bucket folder holds no parent steps", () => {
  expect(spec.files[0]?.content).toContain("jclouds.filesystem.basedir=/srv/data dir\n");
});

test("object keys become UTF-8 file names", () => {
  expect(spec.command.env).toMatchObject({ LC_ALL: "C.UTF-8" });
});
