import { describe, expect, test } from "vitest";
import { CallerCache } from "../../../../packages/http/src/security/caller-cache.ts";
import { callerWith } from "../../../../packages/http/src/security/caller.ts";

const caller = callerWith("key:shop", []);

describe("CallerCache", () => {
  test("remembers a caller for a time", () => {
    const cache = new CallerCache();
    cache.set("a", caller, 10);
    expect([cache.get("a", 9), cache.get("a", 10), cache.size]).toEqual([caller, undefined, 0]);
  });

  test("holds a bounded number, and keeps those in use", () => {
    const cache = new CallerCache(10);
    cache.set("in use", caller, 10);
    for (let at = 0; at < 1000; at += 1) {
      cache.set(String(at), caller, 10);
      cache.get("in use", 0);
      expect(cache.size).toBeLessThanOrEqual(10);
    }
    expect([cache.get("in use", 0), cache.get("0", 0)]).toEqual([caller, undefined]);
  });

  test("forgets everybody", () => {
    const cache = new CallerCache(4);
    for (const digest of ["a", "b", "c"]) cache.set(digest, caller, 10);
    cache.clear();
    expect(["a", "b", "c"].map((digest) => cache.get(digest, 0))).toEqual([undefined, undefined, undefined]);
  });
});
