import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openReceipts } from "../../../../apps/publisher/src/receipts/open-receipts.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";
import { inKafka, key } from "./parts.ts";

const program = join(import.meta.dirname, "settle-forever.ts");
/** How many events are waited for before each kill. */
const kills = [1, 500, 9_000];

test("a killed process forgets nothing that it settled", { timeout: 60_000 }, async () => {
  const dataDir = temporaryFolder();
  const settled: number[] = [];
  for (const [round, events] of kills.entries()) {
    settled.push(...(await killAfter(events, dataDir, round * 1_000_000)));
    await using open = await openReceipts({ dataDir, horizonMs: 3_600_000, maxEvents: 100_000 });
    const known = open.receipts.peek(settled.map((number) => key(`event-${number}`)));
    expect(known).toEqual(settled.map((number) => inKafka(number)));
  }
});

/** Runs the program until it has settled so many events, kills it, and returns the numbers of all that it settled. */
async function killAfter(events: number, dataDir: string, first: number): Promise<readonly number[]> {
  const args = ["--conditions=millrace-source", "--import", "tsx", program, dataDir, String(first)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  let lines = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    lines += text.split("\n").length - 1;
    if (lines >= events) child.kill("SIGKILL");
  });
  await once(child, "close");
  return output.slice(0, output.lastIndexOf("\n")).split("\n").map(Number);
}
