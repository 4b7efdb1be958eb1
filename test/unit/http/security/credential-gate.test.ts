import { type ApiKeyEntry, hashApiKey, newApiKey, type Role } from "@millrace/access";
import { describe, expect, test } from "vitest";
import { correlationIdOf } from "../../../../packages/http/src/correlation-id.ts";
import { ApiKeyRing, type KeyHolder } from "../../../../packages/http/src/security/api-key-ring.ts";
import { AuditLog } from "../../../../packages/http/src/security/audit-log.ts";
import { callerWith } from "../../../../packages/http/src/security/caller.ts";
import {
  CredentialGate,
  type CredentialGateOptions,
} from "../../../../packages/http/src/security/credential-gate.ts";
import {
  needsAnyCaller,
  needsIn,
  needsOperate,
  needsToReadSomewhere,
} from "../../../../packages/http/src/security/need.ts";
import { keepingLog, requestWith } from "./requests.ts";

const key = newApiKey();
const needsShop = needsIn("shop", "publish");

function entry(roles: readonly Role[] = ["publish:shop"], more: Partial<ApiKeyEntry> = {}): ApiKeyEntry {
  return { name: "shop", hash: hashApiKey(key), roles, ...more };
}

function gateWith(entries: readonly ApiKeyEntry[], options: Partial<CredentialGateOptions> = {}) {
  const log = keepingLog();
  const keys = new ApiKeyRing(entries);
  return { keys, log, gate: new CredentialGate({ keys, audit: new AuditLog({ log }), ...options }) };
}

const bearer = (text: string) => requestWith({ authorization: `Bearer ${text}` });

describe("API keys", () => {
  test.each([
    ["Authorization", { authorization: `Bearer ${key}` }],
    ["another case of the scheme", { authorization: `bearer   ${key} ` }],
    ["X-Api-Key", { "x-api-key": key }],
    ["X-Api-Key beside a proxy's login", { "x-api-key": key, authorization: "Basic YTpi" }],
  ])("are taken from %s", (_where, headers) => {
    expect(gateWith([entry()]).gate.check(requestWith(headers), needsShop)).toMatchObject({
      isDenied: false,
      id: "key:shop",
    });
  });

  test.each([
    ["nothing", {}, 401, "UNAUTHENTICATED", "The request says nothing of who sends it."],
    ["another key", { "x-api-key": newApiKey() }, 401, "UNAUTHENTICATED", "the API key is not known here"],
    [
      "a key by Basic",
      { authorization: `Basic ${key}` },
      401,
      "UNAUTHENTICATED",
      "the scheme of Authorization is not Bearer",
    ],
    [
      "what is no key",
      { "x-api-key": "hello" },
      401,
      "UNAUTHENTICATED",
      "X-Api-Key does not have the form of an API key",
    ],
    [
      "two keys in one header",
      { "x-api-key": `${key}, ${key}` },
      401,
      "UNAUTHENTICATED",
      "X-Api-Key does not have the form",
    ],
    [
      "a token where none are taken",
      { authorization: "Bearer a.b.c" },
      401,
      "UNAUTHENTICATED",
      "tokens are not taken here",
    ],
    [
      "both headers",
      { "x-api-key": key, authorization: `Bearer ${key}` },
      400,
      "AMBIGUOUS_CREDENTIALS",
      "expected one of them",
    ],
    [
      "a huge one",
      { authorization: `Bearer ${"x".repeat(9000)}` },
      401,
      "UNAUTHENTICATED",
      "longer than 8192 characters",
    ],
  ])("%s is refused", async (_title, headers, status, code, detail) => {
    const denial = await gateWith([entry()]).gate.check(requestWith(headers), needsShop);
    expect(denial).toMatchObject({ isDenied: true, status, code, detail: expect.stringContaining(detail) });
    expect(denial).toHaveProperty(
      "headers.WWW-Authenticate",
      expect.stringMatching(/^Bearer realm="millrace"/),
    );
  });

  test("of one name are valid side by side", () => {
    const next = newApiKey();
    const { gate } = gateWith([entry(), entry(["publish:shop"], { hash: hashApiKey(next) })]);
    const ids = [key, next].map((each) => gate.check(bearer(each), needsShop));
    expect(ids).toMatchObject([{ id: "key:shop" }, { id: "key:shop" }]);
  });

  test("expire, also those that are remembered", () => {
    let nowMs = 1_000;
    const { gate } = gateWith([entry(["publish:shop"], { expiresAtMs: 2_000 })], { clock: () => nowMs });
    expect(gate.check(bearer(key), needsShop)).toMatchObject({ isDenied: false });
    nowMs = 2_000;
    expect(gate.check(bearer(key), needsShop)).toMatchObject({
      status: 401,
      detail: "The credentials are not accepted: the API key has expired.",
    });
  });

  test("that are revoked are refused, also remembered ones", () => {
    const { gate, keys } = gateWith([entry()]);
    void gate.check(bearer(key), needsShop);
    keys.replace([]);
    gate.forget();
    expect(gate.check(bearer(key), needsShop)).toMatchObject({ status: 401 });
  });
});

describe("roles", () => {
  const allows = (roles: readonly Role[], need: typeof needsShop) =>
    !(gateWith([entry(roles)]).gate.check(bearer(key), need) as { readonly isDenied: boolean }).isDenied;

  test.each<[readonly Role[], string, typeof needsShop, boolean]>([
    [["publish:shop"], "publishing to shop", needsShop, true],
    [["publish:*"], "publishing to shop", needsShop, true],
    [["publish:page-views", "read:*", "operate"], "publishing to shop", needsShop, false],
    [["read:shop"], "reading of shop", needsIn("shop", "read"), true],
    [["publish:*"], "reading of shop", needsIn("shop", "read"), false],
    [["read:shop"], "reading somewhere", needsToReadSomewhere, true],
    [["publish:shop"], "reading somewhere", needsToReadSomewhere, false],
    [["operate"], "operating", needsOperate, true],
    [["publish:*", "read:*"], "operating", needsOperate, false],
    [["read:shop"], "what any caller may", needsAnyCaller, true],
  ])("%j and %s", (roles, _title, need, isAllowed) => {
    expect(allows(roles, need)).toBe(isAllowed);
  });

  test("a 403 names the role that is missing, and nothing else", () => {
    const denial = gateWith([entry(["publish:page-views"])]).gate.check(bearer(key), needsShop);
    expect(denial).toEqual({
      isDenied: true,
      status: 403,
      code: "FORBIDDEN",
      title: "Not allowed",
      detail: "This takes the role publish:shop, which these credentials do not have.",
      headers: {
        "WWW-Authenticate": 'Bearer realm="millrace", error="insufficient_scope", scope="publish:shop"',
      },
    });
  });
});

describe("tokens", () => {
  const holder: KeyHolder = { caller: callerWith("token:web", ["publish:shop"]), untilMs: 5_000 };

  test("are checked once for many requests, and again when trust ends", async () => {
    let nowMs = 1_000;
    let checks = 0;
    const verify = () => Promise.resolve((checks += 1) > 0 ? holder : holder);
    const { gate } = gateWith([], { tokens: { verify }, clock: () => nowMs });
    const send = () => gate.check(bearer("a.b.c"), needsShop);
    await Promise.all([send(), send(), send()]);
    expect(send()).toBe(holder.caller);
    expect(checks).toBe(1);
    nowMs = 5_000;
    await send();
    expect(checks).toBe(2);
  });

  test("that are not believed are checked every time", async () => {
    let checks = 0;
    const denial = gateWith([]).gate.check(requestWith({}), needsShop) as never;
    const verify = () => Promise.resolve((checks += 1) > 0 ? denial : denial);
    const { gate } = gateWith([], { tokens: { verify } });
    await gate.check(bearer("a.b.c"), needsShop);
    await gate.check(bearer("a.b.c"), needsShop);
    expect(checks).toBe(2);
  });
});

describe("the audit log of a gate", () => {
  test("says who was refused, and nothing that was sent", () => {
    const { gate, log } = gateWith([entry()]);
    const sent = newApiKey();
    void gate.check(bearer(sent), needsShop);
    void gate.check(bearer(key), needsOperate);
    expect(log.lines).toEqual([
      {
        event: "authentication-failed",
        status: 401,
        code: "UNAUTHENTICATED",
        needs: "publish:shop",
        method: "POST",
        address: "192.0.2.0",
        correlationId: expect.any(String) as string,
        message: "The credentials are not accepted: the API key is not known here.",
      },
      {
        event: "authorization-denied",
        status: 403,
        code: "FORBIDDEN",
        needs: "operate",
        method: "POST",
        address: "192.0.2.0",
        correlationId: expect.any(String) as string,
        caller: "key:shop",
        message: "This takes the role operate, which these credentials do not have.",
      },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain(sent.slice(3, 10));
  });

  test("names the request as its answer and other lines do", () => {
    const { gate, log } = gateWith([]);
    const unnamed = requestWith({});
    void gate.check(unnamed, needsShop);
    void gate.check(requestWith({ "correlation-id": "c-1" }), needsShop);
    expect(log.lines.map(({ correlationId }) => correlationId)).toEqual([correlationIdOf(unnamed), "c-1"]);
  });

  test("says whole addresses where that is set", () => {
    const { gate, log } = gateWith([], { showsAddresses: true, addressOf: () => "198.51.100.9" });
    void gate.check(requestWith({}), needsShop);
    expect(log.lines[0]).toMatchObject({ address: "198.51.100.9" });
  });
});
