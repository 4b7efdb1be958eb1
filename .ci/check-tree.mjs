// Refuses what must never be committed: absolute paths of a machine, a registry's host in the lock file, build outputs.
import { execFileSync } from "node:child_process";

const git = (...args) => {
  try {
    return execFileSync("git", args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    // git grep ends with 1 when nothing is found.
    if (error.status === 1) return "";
    throw error;
  }
};
const problems = [
  [
    "an absolute path of a machine",
    git("grep", "-nIE", "(^|[^A-Za-z0-9._-])/(root|home|work)/", "--", ":!.ci/check-tree.mjs"),
  ],
  [
    "a registry's host in the lock file",
    git("grep", "-nIE", '"resolved": "https?:', "--", "package-lock.json"),
  ],
  ["a private key", git("grep", "-nIE", "BEGIN [A-Z ]*PRIVATE KEY", "--", ":!.ci/check-tree.mjs")],
  [
    "a build output",
    git("ls-files", "--", "**/dist/**", "**/target/**", "**/node_modules/**", ".millrace/**"),
  ],
].filter(([, found]) => found.trim() !== "");

for (const [what, found] of problems)
  console.error(`${what} is committed:\n${found.split("\n").slice(0, 10).join("\n")}`);
process.exitCode = problems.length === 0 ? 0 : 1;
