import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findProblems, isAtLeast } from "../../../apps/cli/bin/prerequisites.mjs";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

/** A PATH with programs that print what they are given. */
function machine(programs: Readonly<Record<string, string>>) {
  const folder = join(temporaryFolder(), "bin");
  mkdirSync(folder);
  for (const name of Object.keys(programs)) {
    writeFileSync(join(folder, name), "");
    chmodSync(join(folder, name), 0o755);
  }
  const run = (file: string) => Promise.resolve(programs[file.slice(folder.length + 1)] ?? "");
  return { nodeVersion: "20.19.0", env: { PATH: folder }, run };
}

const whole = { java: 'openjdk version "17.0.15"', javac: "", mvn: "Apache Maven 3.8.7" };

describe("the prerequisites", () => {
  test("are fine on a machine that has them", async () => {
    expect(await findProblems(machine(whole))).toEqual([]);
  });

  test("name all that is missing with what to install", async () => {
    const problems = await findProblems(machine({}));
    expect(problems).toEqual([
      "Java is missing: install a JDK 17 or newer (for example the package openjdk-17-jdk-headless), or point JAVA_HOME at one.",
      "Maven is missing: install Maven 3.6.3 or newer (the package maven) so that mvn is on the PATH.",
    ]);
  });

  test("name what is too old with what was found", async () => {
    const old = {
      ...machine({ ...whole, java: 'java version "11.0.2"', mvn: "Apache Maven 3.3.9" }),
      nodeVersion: "18.20.0",
    };
    const problems = await findProblems(old);
    expect(problems[0]).toMatch(/^Node\.js 20\.19 or newer is needed, found 18\.20\.0/);
    expect(problems[1]).toMatch(/^Java 17 or newer is needed, found 11\.0\.2 at /);
    expect(problems[2]).toMatch(/^Maven 3\.6\.3 or newer is needed, found 3\.3\.9/);
  });

  test("tell a runtime from a development kit", async () => {
    const [problem] = await findProblems(machine({ java: whole.java, mvn: whole.mvn }));
    expect(problem).toMatch(/^A JDK is needed, but .+ belongs to a Java runtime without a compiler/);
  });

  test("compare versions number by number", () => {
    expect(isAtLeast("20.20.2", [20, 19])).toBe(true);
    expect(isAtLeast("20.9.0", [20, 19])).toBe(false);
    expect(isAtLeast("1.8.0_392", [17])).toBe(false);
    expect(isAtLeast("21-ea", [17])).toBe(true);
  });
});
