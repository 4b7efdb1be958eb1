import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { MavenError } from "./errors.ts";

/** How far Maven is. */
export interface MavenProgress {
  readonly downloadedFiles: number;
  /** The file or artifact set that was handled last. */
  readonly current: string;
}

/** How Maven is run. */
export interface MavenOptions {
  readonly pomFolder: string;
  readonly outputDir: string;
  /** Whether a file without a checksum in its repository is refused; not needed where its bytes are known beforehand. */
  readonly isStrict: boolean;
  /** Whether it asks again for what it remembers as missing. */
  readonly asksAgain: boolean;
  readonly onProgress: (progress: MavenProgress) => void;
}

/** Runs the reactor in `pomFolder` so that every set's files stand below `outputDir`. @throws MavenError */
export async function runMaven(options: MavenOptions): Promise<void> {
  const { pomFolder, outputDir, onProgress } = options;
  const checksums = options.isStrict ? "--strict-checksums" : "--lax-checksums";
  const again = options.asksAgain ? ["--update-snapshots"] : [];
  const args = ["-B", checksums, ...again, "-f", pomFolder, "package", `-Dmillrace.artifacts=${outputDir}`];
  const child = spawn("mvn", [...args, "-Dstyle.color=never"], { stdio: ["ignore", "pipe", "pipe"] });
  const problems: string[] = [];
  const last: string[] = [];
  let downloadedFiles = 0;
  const read = (line: string) => {
    last.push(line);
    if (last.length > 10) last.shift();
    if (line.startsWith("[ERROR]")) problems.push(line.slice("[ERROR]".length).trim());
    const downloaded = /^(?:\[INFO\] )?Downloaded from \S+: \S*\/(\S+)/.exec(line);
    const module = /--- \S+ \((copy|unpack)\) @ (\S+) ---/.exec(line);
    if (downloaded !== null) downloadedFiles++;
    const current = downloaded?.[1] ?? module?.[2];
    if (current !== undefined) onProgress({ downloadedFiles, current });
  };
  createInterface({ input: child.stdout }).on("line", read);
  createInterface({ input: child.stderr }).on("line", read);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", (error) =>
      reject(new MavenError("could not be run", ["Is it installed and on the PATH?"], error)),
    );
    child.once("close", resolve);
  });
  if (code !== 0)
    throw new MavenError(`ended with code ${code}`, problems.length > 0 ? problems.slice(0, 5) : last);
}
