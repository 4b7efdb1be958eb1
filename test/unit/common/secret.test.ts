import { inspect } from "node:util";
import { createLogger, Secret } from "@millrace/common";
import { describe, expect, it } from "vitest";

const value = "hunter2-hunter2";
const secret = new Secret(value);

describe("a secret", () => {
  it("is revealed on demand alone", () => {
    expect(secret.reveal()).toBe(value);
  });

  it.each([
    ["a template", () => `${secret}`],
    ["String", () => String(secret)],
    ["a sum of texts", () => "x".concat(secret as unknown as string)],
    ["JSON", () => JSON.stringify({ deep: [secret] })],
    ["inspect", () => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
    ["its properties", () => JSON.stringify([Object.entries(secret), Object.getOwnPropertyNames(secret)])],
    ["a clone of it", () => inspect(structuredClone(secret))],
    ["an error about it", () => inspect(new Error(`no ${secret}`, { cause: secret }))],
    ["a log line", () => logged(secret)],
  ])("is not shown by %s", (_way, show) => {
    expect(show()).not.toContain("hunter2");
  });
});

function logged(what: unknown): string {
  let lines = "";
  createLogger({ program: "test", destination: { write: (line) => void (lines += line) } }).info(
    { what },
    String(what),
  );
  return lines;
}
