import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const limits = { maxBuffer: 16 * 1024 * 1024, timeout: 10 * 60_000 };
/** A network that is not there is to be noticed soon. */
const patience = ["-o", "Acquire::http::Timeout=20", "-o", "Acquire::Retries=1"];

/** What Debian's package manager knows, asked without changing this machine. */
export interface Apt {
  /** `name=version` of a package and of all it needs, those left out that are installed; none where it is unknown. */
  missing(name: string): Promise<readonly string[]>;
  /** Downloads packages into a folder, each checked by apt against the signed lists. */
  download(packages: readonly string[], folder: string): Promise<void>;
}

/**
 * Apt with the machine's own package lists; where these do not know `name`, as in an image whose lists were deleted, with
 * lists of its own in `stateFolder`. Undefined where there is no apt.
 */
export async function openApt(
  name: string,
  stateFolder: string,
  tell: (line: string) => void,
): Promise<Apt | undefined> {
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/usr/bin/dpkg-deb")) return undefined;
  const ofMachine = aptWith([]);
  if ((await ofMachine.missing(name)).length > 0) return ofMachine;
  tell("fetching Debian's package lists");
  const options = ownState(stateFolder);
  // A list that cannot be had is no fault while the package is in another.
  await run("apt-get", [...options, ...patience, "update", "-qq"], limits).catch(() => undefined);
  return aptWith(options);
}

function ownState(folder: string): readonly string[] {
  for (const each of ["lists/partial", "cache/archives/partial"])
    mkdirSync(join(folder, each), { recursive: true });
  return [
    ["-o", `Dir::State::lists=${join(folder, "lists")}`],
    ["-o", `Dir::Cache=${join(folder, "cache")}`],
    ["-o", "APT::Sandbox::User="],
    ["-o", "Debug::NoLocking=1"],
  ].flat();
}

function aptWith(options: readonly string[]): Apt {
  return {
    missing: async (name) => {
      const args = [...options, "install", "--simulate", "--no-install-recommends", name];
      const { stdout } = await run("apt-get", args, { env: plain(), ...limits }).catch(() => ({
        stdout: "",
      }));
      // What stands in brackets behind a name is an older version that is installed, and good enough.
      return [...stdout.matchAll(/^Inst (\S+) \((\S+)/gm)].map(([, each, version]) => `${each}=${version}`);
    },
    download: async (packages, folder) => {
      const args = [...options, ...patience, "-o", "APT::Sandbox::User=", "download", ...packages];
      await run("apt-get", args, { cwd: folder, env: plain(), ...limits });
    },
  };
}

/** Apt's words in a language that can be read here. */
function plain(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: "C" };
}
