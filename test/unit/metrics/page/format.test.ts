import { describe, expect, it } from "vitest";
import { formatCell } from "../../../../apps/metrics/page/format/cells.ts";
import { formatAge, formatDuration } from "../../../../apps/metrics/page/format/durations.ts";
import { formatNumber, formatShort, numberOf } from "../../../../apps/metrics/page/format/numbers.ts";
import { formatTime, formatUtc } from "../../../../apps/metrics/page/format/times.ts";

describe("numbers", () => {
  it.each([
    [1234, {}, "1,234"],
    [0.12345, {}, "0.123"],
    [21.5, { unit: "°C" }, "21.5\u00a0°C"],
    [1234, { unit: "EUR", isMinorUnits: true }, "€12.34"],
    [1234, { unit: "JPY", isMinorUnits: true }, "¥1,234"],
    [1234, { unit: "KWD", isMinorUnits: true }, "KWD\u00a01.234"],
    [12.5, { unit: "USD" }, "$12.50"],
  ])("writes %d of %j as %s", (value, unit, text) => {
    expect(formatNumber(value, unit, "en-US")).toBe(text);
  });

  it("shortens large values on an axis", () => {
    expect(formatShort(1_234_567, {}, "en-US")).toBe("1.2M");
  });

  it.each([
    ["12.50", 12.5],
    ["", undefined],
    ["N1", undefined],
    [null, undefined],
    [true, undefined],
  ])("reads %j as %s", (cell, number) => {
    expect(numberOf(cell)).toBe(number);
  });
});

describe("durations", () => {
  it.each([
    [340, "340 ms"],
    [12_400, "12 s"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
    [45 * 60_000, "45 min"],
    [4 * 86_400_000, "4 d"],
  ])("writes %d ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it("calls what is under a second old now", () => {
    expect([formatAge(999), formatAge(1_000)]).toEqual(["now", "1 s ago"]);
  });
});

describe("times", () => {
  const iso = "2026-03-01T23:30:05.000Z";

  it("are written in the reader's zone", () => {
    const options = { style: "time", locale: "en-GB", timeZone: "Europe/Berlin" } as const;
    expect(formatTime(iso, options)).toBe("00:30:05");
  });

  it("have UTC beside them", () => {
    expect(formatUtc(iso)).toBe("2026-03-01 23:30:05 UTC");
  });

  it("stay as they came where they are none", () => {
    expect(formatTime("soon")).toBe("soon");
  });
});

describe("cells", () => {
  it("have a dash for what is missing", () => {
    expect(formatCell(null, { type: "text" }, {}).text).toBe("–");
  });

  it("read decimals that came as text", () => {
    expect(formatCell("12345678901234567.50", { type: "numeric(20,2)" }, {})).toMatchObject({
      isNumber: true,
    });
  });

  it("keep numbers in text columns as they are", () => {
    expect(formatCell("007", { type: "text" }, {})).toEqual({ text: "007", isNumber: false });
  });

  it("show times with UTC on hover", () => {
    expect(formatCell("2026-03-01T23:30:05.000Z", { type: "timestamptz" }, {}).title).toBe(
      "2026-03-01 23:30:05 UTC",
    );
  });
});
