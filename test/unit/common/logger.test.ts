import { createLogger } from "@millrace/common";
import { describe, expect, test } from "vitest";

function record(level: "info" | "warn") {
  const lines: string[] = [];
  const logger = createLogger({
    program: "publisher",
    level,
    destination: { write: (line) => lines.push(line) },
  });
  return { lines, logger };
}

describe("createLogger", () => {
  test("writes one JSON object a line", () => {
    const { lines, logger } = record("info");
    logger.info({ topic: "t" }, "topic created");
    expect(JSON.parse(lines.join(""))).toMatchObject({
      level: "info",
      name: "publisher",
      topic: "t",
      msg: "topic created",
    });
  });

  test("masks fields with secret names", () => {
    const { lines, logger } = record("info");
    logger.info({ password: "hunter2", req: { headers: { authorization: "hunter2" } } }, "request");
    expect(lines.join("")).not.toContain("hunter2");
  });

  test("leaves out what is below its level", () => {
    const { lines, logger } = record("warn");
    logger.info("quiet");
    expect(lines).toEqual([]);
  });
});
