import type { ConfigFile } from "../service.ts";

/**
 * Log4j 2 to standard output, which the launcher keeps in the engine's log file.
 * @param message the pattern of a message with its stack trace and the end of its line
 */
export function log4jConsole(
  path: string,
  quiet: Readonly<Record<string, "WARN" | "ERROR" | "OFF">> = {},
  { message = "%m%n" }: { readonly message?: string } = {},
): ConfigFile {
  const loggers = Object.entries(quiet).flatMap(([name, level], index) => [
    `logger.quiet${index}.name = ${name}`,
    `logger.quiet${index}.level = ${level}`,
  ]);
  return {
    path,
    content: [
      "rootLogger.level = INFO",
      "rootLogger.appenderRef.console.ref = Console",
      "appender.console.type = Console",
      "appender.console.name = Console",
      "appender.console.layout.type = PatternLayout",
      `appender.console.layout.pattern = %d{ISO8601} %-5p %-50.50c{1.} ${message}`,
      ...loggers,
      "",
    ].join("\n"),
  };
}
