import { SegmentLog } from "@millrace/segment-log";

/** A process that appends numbers, several callers at once, and prints the position of each that was acknowledged. */
const [folder = "", first = "0"] = process.argv.slice(2);
const log = await SegmentLog.open(folder, { segmentBytes: 20_000 });
let next = Number(first);

async function append(): Promise<void> {
  for (;;) {
    const numbers = Array.from({ length: 1 + (next % 7) }, () => next++);
    const positions = await log.append(
      numbers.map((number) => Buffer.from(String(number).padEnd(number % 300))),
    );
    process.stdout.write(numbers.map((number, at) => `${number} ${positions[at]}\n`).join(""));
  }
}

await Promise.all(Array.from({ length: 5 }, append));
