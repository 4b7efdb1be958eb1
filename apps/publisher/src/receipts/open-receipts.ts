import { join } from "node:path";
import { type LogSink, silentLog } from "@millrace/common";
import { AnswerLog } from "./answer-log.ts";
import type { BlockLog } from "./block-log.ts";
import { IndexedReceipts } from "./indexed-receipts.ts";
import { SegmentBlockLog } from "./segment-block-log.ts";

/** Where and how much is remembered. */
export interface OpenReceiptsOptions {
  /** The publisher's folder for data; `receipts` in it is made where it is missing. */
  readonly dataDir: string;
  /** How long events and answers are remembered, in milliseconds. */
  readonly horizonMs: number;
  /** How many events are remembered. */
  readonly maxEvents: number;
  /** Is told when receipts cannot be written. Default: nobody is told. */
  readonly log?: LogSink;
}

/** Receipts and answers that are remembered on the disk. */
export interface OpenReceipts extends AsyncDisposable {
  readonly receipts: IndexedReceipts;
  readonly answers: AnswerLog;
  /** Writes what is not written, and gives the folders free. */
  close(): Promise<void>;
}

/** What a receipt may take of the disk, on average. */
const bytesPerEvent = 160;
const answerBytes = 256 * 1024 ** 2;

/**
 * Opens what is remembered of the horizon: memory of 29 bytes an event, at most 160 bytes an event and 256 MiB on the disk.
 * @throws LogLockedError while another publisher has the folder; LogWriteError
 */
export async function openReceipts({
  dataDir,
  horizonMs,
  maxEvents,
  log = silentLog,
}: OpenReceiptsOptions): Promise<OpenReceipts> {
  const folder = join(dataDir, "receipts");
  const maxLogBytes = Math.max(16 * 1024 ** 2, bytesPerEvent * maxEvents);
  const eventLog = await openLog(join(folder, "events"), maxLogBytes);
  const answerLog = await openLog(join(folder, "answers"), answerBytes).catch((error: unknown) =>
    closing(eventLog, error),
  );
  try {
    const receipts = await IndexedReceipts.open({
      log: eventLog,
      horizonMs,
      maxEvents,
      maxLogBytes,
      onFault: tellOfFaults(log),
    });
    const answers = await AnswerLog.open({ log: answerLog, horizonMs, maxLogBytes: answerBytes });
    const close = async () => {
      await Promise.all([receipts.close(), answers.close()]);
    };
    return { receipts, answers, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await answerLog.close();
    return closing(eventLog, error);
  }
}

/** Segments go as a whole, and a while after they are not needed: that is room beyond the bound. */
function openLog(folder: string, neededBytes: number): Promise<BlockLog> {
  const segmentBytes = Math.ceil(neededBytes / 16);
  return SegmentBlockLog.open({ folder, segmentBytes, maxBytes: neededBytes + 4 * segmentBytes });
}

async function closing(log: BlockLog, error: unknown): Promise<never> {
  await log.close();
  throw error;
}

function tellOfFaults(log: LogSink): (fault: unknown) => void {
  return (fault) => {
    if (fault === undefined) log.info("what was taken is remembered again");
    else
      log.error({ err: fault }, "what is taken cannot be remembered: events that come again are taken twice");
  };
}
