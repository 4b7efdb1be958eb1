import { createHmac } from "node:crypto";
import { BlockList, isIPv4 } from "node:net";
import { compileEvent } from "@millrace/events";
import { parseAvroSchema, parseFrame } from "@millrace/kafka";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guest, guestIn, maskingKey } from "./club-domain.ts";
import { nowMs } from "./event-plan.ts";

const codec = compileEvent(guestIn, { maskingKey });

function masked(change: object): Readonly<Record<string, unknown>> {
  const parsed = codec.parse({ ...guest, ...change }, nowMs);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.event.value;
}

describe("a masked value", () => {
  test("is its keyed hash", () => {
    const expected = createHmac("sha256", maskingKey).update("Ada").digest("hex");
    expect(masked({})["guest"]).toBe(expected);
  });

  test("has another hash under another key", () => {
    const other = compileEvent(guestIn, { maskingKey: "another key for tests" }).parse(guest, nowMs);
    expect(other).toMatchObject({ ok: true });
    expect(other).not.toMatchObject({ event: { value: { guest: masked({})["guest"] } } });
  });

  test("is nothing that was sent where it is redacted", () => {
    expect(masked({ note: "secret" })["note"]).toBe("[redacted]");
  });

  test.each([
    ["ada@example.com", "a***@example.com"],
    ["a@b.example", "a***@b.example"],
  ])("of the address %s is %s", (email, kept) => {
    expect(masked({ email, friends: [email, email] })).toMatchObject({ email: kept, friends: [kept, kept] });
  });

  test.each([
    ["192.0.2.77", "192.0.2.0"],
    ["0.0.0.1", "0.0.0.0"],
    ["::ffff:192.0.2.77", "192.0.2.0"],
    ["0:0:0:0:0:FFFF:192.0.2.77", "192.0.2.0"],
    ["2001:DB8:12:3456:789a::1", "2001:db8:12::"],
    ["2001:db8:0:3456::1", "2001:db8::"],
    ["2001:0db8:0:1:2:3:4:5", "2001:db8::"],
    ["::1", "::"],
    ["1::", "1::"],
    ["64:ff9b::192.0.2.33", "64:ff9b::"],
    ["1:2:3:4:5:6:192.0.2.33", "1:2:3::"],
    ["::5:6:7:8:192.0.2.33", "0:0:5::"],
    ["0:0:5:6:7:8:9:a", "0:0:5::"],
    ["0:7::", "0:7::"],
  ])("of %s is %s", (ip, kept) => {
    expect(masked({ ip })["ip"]).toBe(kept);
  });

  test("stays null where there is none", () => {
    expect(masked({ email: null, ip: null })).toMatchObject({ email: null, ip: null });
  });

  test("is judged before it is masked", () => {
    const parsed = codec.parse({ ...guest, note: "x".repeat(101), email: "nobody", ip: "here" }, nowMs);
    expect(parsed).toMatchObject({
      ok: false,
      problems: [
        { path: ["email"], found: '"nobody"', expected: "an email address" },
        { path: ["note"], expected: "at most 100 characters" },
        { path: ["ip"], found: '"here"', expected: "an IPv4 or IPv6 address" },
      ],
    });
  });

  test("becomes the record's key", () => {
    const parsed = codec.parse(guest, nowMs);
    const key = parsed.ok ? codec.toRecord(parsed.event, { value: 1 }).key : undefined;
    expect(String(key)).toBe(masked({})["guest"]);
  });

  test("is no default, which domain.yaml shows to all", () => {
    const columns = guestIn.columns.map((column) =>
      column.name === "note" ? { ...column, default: "none" } : column,
    );
    const { note: _, ...rest } = guest;
    const parsed = compileEvent({ ...guestIn, columns }, { maskingKey }).parse(rest, nowMs);
    expect(parsed).toMatchObject({ ok: true, event: { value: { note: "none" } } });
  });
});

/** An IPv4 address in the form of IPv6 as IPv4. */
function plain(address: string): string {
  return address.replace(/^(?:::|(?:0{1,4}:){5})ffff:(?=.*\.)/i, "");
}

describe("a codec without the masking key", () => {
  test("is not made where a domain hashes", () => {
    expect(() => compileEvent(guestIn)).toThrow(
      "the attribute guest of the event club/guest_in is masked by its keyed hash (mask: hash), and there is no key. " +
        "Set MASKING_KEY to a secret of at least 16 characters, and keep it: with another key the same value has another hash.",
    );
  });

  test("is made where no domain hashes", () => {
    const columns = guestIn.columns.filter(({ mask }) => mask !== "hash");
    expect(() => compileEvent({ ...guestIn, columns })).not.toThrow();
  });
});

describe("whatever is sent", () => {
  const schema = parseAvroSchema(guestIn.schema);
  const text = fc.string({ unit: "binary", minLength: 12, maxLength: 60 });
  const words = text.filter(
    (each) => each.isWellFormed() && !each.includes("\0") && !/^[[\]acdert]*$/.test(each),
  );

  test("nothing of a hashed or redacted text is in its record", () => {
    fc.assert(
      fc.property(words, words, (name, note) => {
        const parsed = codec.parse({ ...guest, guest: name, note }, nowMs);
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
        const { key, value } = codec.toRecord(parsed.event, { value: 1 });
        const bytes = Buffer.concat([key ?? Buffer.alloc(0), value ?? Buffer.alloc(0)]);
        expect(bytes.indexOf(name)).toBe(-1);
        expect(bytes.indexOf(note)).toBe(-1);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test("a masked address is an address of the same network", () => {
    const ip = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(ip, (address) => {
        const kept = String(masked({ ip: address })["ip"]);
        const network = new BlockList();
        if (isIPv4(kept)) network.addSubnet(kept, 24);
        else network.addSubnet(kept, 48, "ipv6");
        expect(network.check(plain(address), isIPv4(plain(address)) ? "ipv4" : "ipv6")).toBe(true);
        expect(masked({ ip: kept })["ip"]).toBe(kept);
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  test("the record can be read again", () => {
    fc.assert(
      fc.property(words, fc.emailAddress(), (name, email) => {
        const parsed = codec.parse({ ...guest, guest: name, email }, nowMs);
        if (!parsed.ok) return;
        const { value } = codec.toRecord(parsed.event, { value: 1 });
        const read = schema.fromBuffer(parseFrame(value ?? Buffer.alloc(0)).payload) as { guest: string };
        expect(read.guest).toMatch(/^[\da-f]{64}$/);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
