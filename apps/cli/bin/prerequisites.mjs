// Checks what must be on the machine before anything can be installed. Plain JavaScript without dependencies, because
// it runs before there are any.
import { execFile } from "node:child_process";
import { existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

export const minimum = { node: [20, 19], java: [17], maven: [3, 6, 3] };

/** The Java executable that the engines and Maven are run with: JAVA_HOME's, else the PATH's. */
export function findJava(env) {
  const home = env.JAVA_HOME;
  if (home && existsSync(join(home, "bin", "java"))) return join(home, "bin", "java");
  return findOnPath("java", env);
}

/** The first file of that name on the PATH; undefined where there is none. */
export function findOnPath(name, env) {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** Lists what is missing or too old, each as one sentence that says what to install; empty when all is well. */
export async function findProblems({ nodeVersion, env, run = runCommand }) {
  const problems = [];
  if (!isAtLeast(nodeVersion, minimum.node)) {
    problems.push(
      `Node.js ${text(minimum.node)} or newer is needed, found ${nodeVersion}: install it from your package manager or with a version manager such as nvm.`,
    );
  }
  problems.push(...(await javaProblems(env, run)), ...(await mavenProblems(env, run)));
  return problems;
}

async function javaProblems(env, run) {
  const java = findJava(env);
  const advice = `install a JDK ${text(minimum.java)} or newer (for example the package openjdk-17-jdk-headless), or point JAVA_HOME at one.`;
  if (java === undefined) return [`Java is missing: ${advice}`];
  const version = /version "([^"]+)"/.exec(await run(java, ["-version"]))?.[1];
  if (version === undefined) return [`${java} does not tell its version: ${advice}`];
  if (!isAtLeast(version, minimum.java))
    return [`Java ${text(minimum.java)} or newer is needed, found ${version} at ${java}: ${advice}`];
  const compiler = join(dirname(realpathSync(java)), "javac");
  if (!existsSync(compiler))
    return [`A JDK is needed, but ${java} belongs to a Java runtime without a compiler: ${advice}`];
  return [];
}

async function mavenProblems(env, run) {
  const maven = findOnPath("mvn", env);
  const advice = `install Maven ${text(minimum.maven)} or newer (the package maven) so that mvn is on the PATH.`;
  if (maven === undefined) return [`Maven is missing: ${advice}`];
  const version = /Apache Maven (\d\S*)/.exec(await run(maven, ["-v"]))?.[1];
  if (version === undefined) return [`${maven} does not tell its version: ${advice}`];
  if (!isAtLeast(version, minimum.maven))
    return [`Maven ${text(minimum.maven)} or newer is needed, found ${version}: ${advice}`];
  return [];
}

/** `17.0.2+8` is at least `[17]`. */
export function isAtLeast(version, wanted) {
  const found = (/\d+(\.\d+)*/.exec(version)?.[0] ?? "").split(".").map(Number);
  for (const [index, want] of wanted.entries()) {
    const have = found[index] ?? 0;
    if (have !== want) return have > want;
  }
  return true;
}

function text(version) {
  return version.join(".");
}

function runCommand(file, args) {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 30_000 }, (_error, stdout, stderr) => resolve(`${stdout}${stderr}`));
  });
}
