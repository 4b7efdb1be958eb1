import { writeSync } from "node:fs";
import { openReceipts } from "../../../../apps/publisher/src/receipts/open-receipts.ts";
import { inKafka, keep, key } from "./parts.ts";

// Settles events with rising numbers, ten requests of three events at once, and says which ones would now be answered.
const [dataDir = "", first = "0"] = process.argv.slice(2);
const open = await openReceipts({ dataDir, horizonMs: 3_600_000, maxEvents: 100_000 });
let number = Number(first);
for (;;) {
  const requests = Array.from({ length: 10 }, async () => {
    const numbers = [number++, number++, number++];
    await keep(
      open.receipts,
      numbers.map((one) => key(`event-${one}`)),
      numbers.map((one) => inKafka(one)),
    );
    writeSync(1, `${numbers.join("\n")}\n`);
  });
  await Promise.all(requests);
}
