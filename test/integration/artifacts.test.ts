import { readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { type ArtifactProgress, resolveArtifacts } from "@millrace/engines";
import { expect, test } from "vitest";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

test("artifacts are resolved once, and a corrupt one is mended", async () => {
  const artifactsDir = temporaryFolder();
  const resolve = async () => {
    const seen: ArtifactProgress[] = [];
    await resolveArtifacts({ artifactsDir, onProgress: (progress) => seen.push(progress) });
    return seen;
  };
  expect((await resolve()).at(-1)).toMatchObject({ type: "resolved" });
  expect(await resolve()).toEqual([{ type: "unchanged", files: expect.any(Number) as number }]);

  const path = Object.keys(JSON.parse(readFileSync(lockFile, "utf8")) as object).find((each) =>
    each.startsWith("s3/"),
  );
  const jar = join(artifactsDir, path as string);
  const { size } = statSync(jar);
  truncateSync(jar, size - 1);
  expect(await resolve()).toContainEqual({
    type: "corrupt",
    path,
    reason: expect.stringMatching(
      new RegExp(`found ${size - 1} bytes changed at .+, expected ${size} bytes`),
    ) as string,
  });
  expect(statSync(jar).size).toBe(size);
});

const lockFile = join(
  import.meta.dirname,
  "..",
  "..",
  "packages",
  "engines",
  "artifacts",
  "artifacts.lock.json",
);
