import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const PACKAGE = join(import.meta.dirname, "../../../packages/flink");

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "flink-package-"));
  const { stdout } = await run("npm", ["pack", "--json", "--loglevel=error", "--pack-destination", folder], {
    cwd: PACKAGE,
  });
  const packed = JSON.parse(stdout.slice(stdout.indexOf("["))) as readonly { readonly filename: string }[];
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  const install = [
    "install",
    "--offline",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    `./${packed[0]?.filename}`,
  ];
  await run("npm", install, { cwd: folder });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("a plain Node script imports the packed library", async () => {
  const script = `import { FakeFlink, SqlGateway } from "@millrace/flink";
    const flink = new FakeFlink();
    flink.answer("SELECT 1", { columns: { n: "BIGINT" }, rows: [{ n: 1n }] });
    const session = await new SqlGateway(flink.gateway).openSession();
    process.stdout.write(String((await (await session.execute("SELECT 1")).rows())[0].n));`;
  await writeFile(join(folder, "script.mjs"), script);
  expect((await run("node", ["script.mjs"], { cwd: folder })).stdout).toBe("1");
});

test("the packed library brings types and no dependencies", async () => {
  const root = join(folder, "node_modules/@millrace/flink");
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    dependencies?: object;
  };
  expect(manifest.dependencies).toBeUndefined();
  expect(await readFile(join(root, "dist/index.d.ts"), "utf8")).toContain("SqlGateway");
});
