import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { SegmentLog } from "@millrace/segment-log";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { readAll } from "../../helpers/log-entries.ts";

const program = join(import.meta.dirname, "append-forever.ts");
/** How many lines are waited for before each kill. */
const kills = [1, 40, 700, 3_000];

test("a killed process loses nothing that it acknowledged", { timeout: 30_000 }, async () => {
  const folder = temporaryFolder();
  const acknowledged = new Map<number, number>();
  for (const [round, lines] of kills.entries()) {
    for (const [number, position] of await killAfter(lines, folder, round * 1_000_000))
      acknowledged.set(position, number);
    await using log = await SegmentLog.open(folder);
    const found = new Map((await readAll(log)).map(({ position, payload }) => [position, Number(payload)]));
    const lost = [...acknowledged].filter(([position, number]) => found.get(position) !== number);
    expect(lost).toEqual([]);
    expect(log.recovery).toMatchObject({ damages: [], missing: [] });
  }
});

/** Runs the program until it has acknowledged so many numbers, kills it, and returns all of them with their positions. */
async function killAfter(
  lines: number,
  folder: string,
  first: number,
): Promise<readonly (readonly [number, number])[]> {
  const args = ["--conditions=millrace-source", "--import", "tsx", program, folder, String(first)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (output.split("\n").length > lines) child.kill("SIGKILL");
  });
  await once(child, "close");
  const whole = output.slice(0, output.lastIndexOf("\n")).split("\n");
  return whole.map((line) => line.split(" ").map(Number) as [number, number]);
}
