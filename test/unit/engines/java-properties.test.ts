import { expect, test } from "vitest";
import { javaProperties } from "../../../packages/engines/src/engines/java-properties.ts";

test("settings become one line each in order", () => {
  expect(javaProperties({ b: 1, a: true })).toBe("b=1\na=true\n");
});

test("text beyond ASCII is written as escapes", () => {
  expect(javaProperties({ path: "/srv/jürgen/😀" })).toBe("path=/srv/j\\u00fcrgen/\\ud83d\\ude00\n");
});

test("separators in a key and backslashes are escaped", () => {
  expect(javaProperties({ "a b:c=d": "C:\\x\ny" })).toBe("a\\ b\\:c\\=d=C:\\\\x\\ny\n");
});

test("a leading space of a value is kept", () => {
  expect(javaProperties({ greeting: " hello" })).toBe("greeting=\\ hello\n");
});
