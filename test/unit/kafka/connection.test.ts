import { parseBootstrapServers, parseUserInfo } from "@millrace/kafka";
import { describe, expect, test } from "vitest";

describe("parseBootstrapServers", () => {
  test("reads a list with spaces and IPv6", () => {
    expect(parseBootstrapServers("a:9092, b.c:1 ,[::1]:9093")).toEqual(["a:9092", "b.c:1", "[::1]:9093"]);
  });

  test.each(["localhost", "http://a:1", "a:0", "a:70000", "a:b"])("refuses %s", (text) => {
    expect(() => parseBootstrapServers(text)).toThrow(
      `bootstrap server "${text}" cannot be read, expected host:port`,
    );
  });

  test("refuses an empty list", () => {
    expect(() => parseBootstrapServers(" , ")).toThrow("no bootstrap server given, expected host:port");
  });
});

describe("parseUserInfo", () => {
  test("keeps colons in the secret", () => {
    expect(parseUserInfo("key:se:cret")).toEqual({ key: "key", secret: "se:cret" });
  });

  test.each([
    ["hunter2", "has no colon"],
    [":hunter2", "has an empty key"],
    ["hunter2:", "has an empty secret"],
  ])("says which part is missing: %#", (text, message) => {
    const parse = () => parseUserInfo(text);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow("hunter2");
  });
});
