export { ConfigError, type ConfigOptions, parseConfig } from "./config.ts";
export { currencies, currencyDigits } from "./currency.ts";
export { MillraceError } from "./errors.ts";
export { ipv4Of, leadingGroups, maskIpAddress } from "./ip-address.ts";
export {
  createLogger,
  type Logger,
  type LoggerOptions,
  type LogSink,
  logLevels,
  silentLog,
} from "./logger.ts";
export { describeFound, describeProblems, type Problem, toJsonPointer } from "./problems.ts";
export { readBy } from "./read-by.ts";
export { Secret } from "./secret.ts";
export { suggest } from "./suggest.ts";
export { fileVersion, WatchedFile } from "./watched-file.ts";
