import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "./bench-instance.ts";
import { progress } from "./progress.ts";

const sources = join(import.meta.dirname, "kafka-streams");

/**
 * Builds the Kafka Streams application where its sources have changed since the last time.
 * @returns the folder with its jar and those that it needs
 * @throws Error with Maven's complaint
 */
export async function buildKafkaStreams(): Promise<string> {
  const folder = join(benchFolder(), "kafka-streams");
  const stamp = join(folder, "built-from");
  const wanted = fingerprint();
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    progress("building the Kafka Streams application");
    await runMaven(folder);
    writeFileSync(stamp, wanted);
  }
  return join(folder, "jars");
}

function runMaven(folder: string): Promise<void> {
  const args = ["-q", "-B", "--strict-checksums", "-f", sources, "package", `-Dmillrace.bench=${folder}`];
  const child = spawn("mvn", [...args, "-Dstyle.color=never"], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Maven could not build ${sources} (code ${code}):\n${output.slice(0, 2000)}`));
    });
  });
}

/** Changes when the pom or a source does. */
function fingerprint(): string {
  const hash = createHash("sha256");
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((each) => /\.(java|xml)$/.test(each)).sort()) {
    hash.update(file).update(readFileSync(join(sources, file)));
  }
  return hash.digest("hex");
}
