import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from "pino";

/** Structured logger: `logger.info({ topic }, "topic created")`. */
export type Logger = PinoLogger;

/** The part of a logger that a library needs; a test passes four functions. */
export type LogSink = Pick<Logger, "debug" | "info" | "warn" | "error">;

/** The levels of `LOG_LEVEL`. */
export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** How {@link createLogger} writes. */
export interface LoggerOptions {
  /** Written as `name` into each line. */
  readonly program: string;
  /** Default `info`. */
  readonly level?: (typeof logLevels)[number];
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

const secretFields = ["password", "secret", "token", "authorization", "cookie", "apiKey", "jaas", "userInfo"];

/** Makes a logger that writes one JSON object a line, times as ISO 8601, fields with secret names masked. */
export function createLogger({ program, level = "info", destination }: LoggerOptions): Logger {
  const options = {
    name: program,
    level,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: "[redacted]",
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** A log sink that drops everything. */
export const silentLog: LogSink = { debug() {}, info() {}, warn() {}, error() {} };
