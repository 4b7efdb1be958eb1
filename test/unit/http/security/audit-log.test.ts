import { describe, expect, test } from "vitest";
import { AuditLog } from "../../../../packages/http/src/security/audit-log.ts";
import { callerWith } from "../../../../packages/http/src/security/caller.ts";
import { noCredentials } from "../../../../packages/http/src/security/denial.ts";
import { needsIn, needsOperate } from "../../../../packages/http/src/security/need.ts";
import { keepingLog } from "./requests.ts";

const shop = callerWith("key:shop", []);
const needsShop = needsIn("shop", "publish");
const refusal = {
  denial: noCredentials,
  need: needsShop,
  method: "POST",
  address: "192.0.2.0",
  correlationId: "c-1",
};

describe("AuditLog", () => {
  test("writes a caller's first request, then counts", () => {
    const log = keepingLog();
    const audit = new AuditLog({ log });
    for (let request = 0; request < 1000; request += 1) audit.allowed(shop, needsShop);
    audit.allowed(shop, needsOperate);
    audit.flush();
    expect(log.lines).toEqual([
      {
        event: "caller-first-seen",
        caller: "key:shop",
        needs: "publish:shop",
        message: "a caller is seen first",
      },
      {
        event: "caller-activity",
        caller: "key:shop",
        requests: { "publish:shop": 1000, operate: 1 },
        message: "requests of a caller",
      },
    ]);
  });

  test("counts each interval by itself, and sees a caller first once", () => {
    const log = keepingLog();
    const audit = new AuditLog({ log });
    audit.allowed(shop, needsShop);
    audit.flush();
    audit.flush();
    audit.allowed(shop, needsShop);
    audit.flush();
    expect(log.lines.map(({ event }) => event)).toEqual([
      "caller-first-seen",
      "caller-activity",
      "caller-activity",
    ]);
  });

  test("writes so many refusals, and counts the others", () => {
    const log = keepingLog();
    const audit = new AuditLog({ log, maxRefusals: 2 });
    for (let request = 0; request < 10; request += 1) audit.refused(refusal);
    audit.flush();
    audit.refused(refusal);
    expect(log.lines.map(({ event, count }) => [event, count])).toEqual([
      ["authentication-failed", undefined],
      ["authentication-failed", undefined],
      ["refusals-unwritten", 8],
      ["authentication-failed", undefined],
    ]);
  });

  test("holds a bounded number of callers", () => {
    const log = keepingLog();
    const audit = new AuditLog({ log, maxCallers: 2 });
    for (let at = 0; at < 5; at += 1) audit.allowed(callerWith(`token:${at}`, []), needsShop);
    audit.flush();
    expect(log.lines.map(({ event, caller, requests }) => [event, caller, requests]).slice(2)).toEqual([
      ["caller-activity", "token:0", { "publish:shop": 1 }],
      ["caller-activity", "token:1", { "publish:shop": 1 }],
      ["caller-activity", undefined, 3],
    ]);
  });
});
