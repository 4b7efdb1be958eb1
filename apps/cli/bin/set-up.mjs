// Brings a clone to the point where TypeScript can be run: prerequisites, then packages. Does nothing twice: what was
// checked is remembered until the programs, the lock file or Node change.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { whileAlone } from "./set-up-lock.mjs";
import { findJava, findOnPath, findProblems } from "./prerequisites.mjs";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const stamp = join(root, ".millrace", "set-up.json");

/** Checks the prerequisites and installs the packages where either changed. Ends the process when it cannot go on. */
export async function setUp({ needsEngines }) {
  const wanted = { packages: packagesKey(), ...(needsEngines ? { engines: enginesKey() } : {}) };
  const done = readStamp();
  if (needsEngines && done.engines !== wanted.engines) await checkPrerequisites();
  if (isMissing(done, wanted)) {
    const install = async () => {
      // Another command may have installed them while this one waited.
      if (!isMissing(readStamp(), wanted)) return;
      await installPackages();
      writeStamp({ ...readStamp(), packages: wanted.packages });
    };
    await whileAlone(dirname(stamp), install, (pid) =>
      process.stderr.write(`Waiting for process ${pid}, which installs the Node packages …\n`),
    );
  }
  const now = { ...done, ...wanted };
  if (JSON.stringify(now) !== JSON.stringify(done)) writeStamp(now);
}

function isMissing(done, wanted) {
  return done.packages !== wanted.packages || !existsSync(join(root, "node_modules"));
}

function writeStamp(now) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, `${JSON.stringify(now)}\n`);
}

async function checkPrerequisites() {
  const problems = await findProblems({ nodeVersion: process.versions.node, env: process.env });
  if (problems.length === 0) return;
  for (const problem of problems) process.stderr.write(`✖ ${problem}\n`);
  process.exit(1);
}

async function installPackages() {
  process.stderr.write("Installing Node packages (npm ci) …\n");
  const begin = performance.now();
  const code = await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    npm_config_progress: "true",
  });
  if (code !== 0) {
    process.stderr.write(
      `✖ npm ci ended with code ${code}. Nothing was started; mend what npm names above, then run the command again.\n`,
    );
    process.exit(1);
  }
  process.stderr.write(`✔ Node packages installed in ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
}

function run(file, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, stdio: ["ignore", 2, 2], env: { ...process.env, ...env } });
    child.once("error", reject);
    child.once("exit", resolve);
  });
}

function packagesKey() {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  return hash.update(`${process.version} ${process.platform} ${process.arch}`).digest("hex");
}

/** Changes when another Node, Java or Maven would be used. */
function enginesKey() {
  const programs = [findJava(process.env), findOnPath("mvn", process.env)];
  const facts = programs.map((file) => {
    if (file === undefined) return "missing";
    const real = realpathSync(file);
    return `${real} ${statSync(real).mtimeMs}`;
  });
  return [process.version, ...facts].join("; ");
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stamp, "utf8"));
  } catch {
    return {};
  }
}
