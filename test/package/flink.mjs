// Packs the Flink client, installs the tarball into an empty project and imports it there with plain Node.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "millrace-package-"));
const run = (file, args, cwd) =>
  execFileSync(file, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
try {
  run("npm", ["pack", "--silent", "-w", "@millrace/flink", "--pack-destination", folder], root);
  const [tarball] = readdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{"name":"consumer","version":"1.0.0","type":"module"}');
  run("npm", ["install", "--silent", "--no-audit", "--no-fund", `./${tarball}`], folder);
  const program = 'import { SqlGateway } from "@millrace/flink"; console.log(typeof SqlGateway);';
  writeFileSync(join(folder, "consumer.mjs"), program);
  const printed = run(process.execPath, ["consumer.mjs"], folder).trim();
  if (printed !== "function") throw new Error(`expected the client's class, found ${printed}`);
  console.log(`✔ ${tarball} can be imported`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
