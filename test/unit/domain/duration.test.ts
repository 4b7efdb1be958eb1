import { DurationError, parseDuration } from "@millrace/domain";
import { describe, expect, it } from "vitest";

describe("parseDuration", () => {
  it.each([
    ["0 seconds", 0],
    ["500 ms", 500],
    ["1 second", 1000],
    ["1.5 seconds", 1500],
    ["0.1 s 0.2 s", 300],
    ["30 minutes", 1_800_000],
    ["90s", 90_000],
    ["1 hour 30 minutes", 5_400_000],
    ["1 Day", 86_400_000],
    ["2 weeks", 1_209_600_000],
    [" PT30M ", 1_800_000],
    ["P1DT2H", 93_600_000],
    ["PT0.25S", 250],
    ["P1W", 604_800_000],
  ])("reads %j as milliseconds", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    ["30", '"30" is not a duration: the unit is missing'],
    ["", '"" is not a duration: it is no list of numbers with units'],
    ["soon", '"soon" is not a duration: it is no list of numbers with units'],
    ["-1 minute", '"-1 minute" is not a duration: it is no list of numbers with units'],
    ["3 parsecs", '"3 parsecs" is not a duration: "parsecs" is no unit of time'],
    ["1 month", '"1 month" is not a duration: months and years have no fixed length'],
    ["P1M", '"P1M" is not a duration: months and years have no fixed length'],
    ["P", '"P" is not a duration: it is no ISO 8601 duration'],
    ["PT", '"PT" is not a duration: it is no ISO 8601 duration'],
    ["0.5 ms", '"0.5 ms" is not a duration: it is no whole number of milliseconds'],
    [
      "99999999999999 weeks",
      '"99999999999999 weeks" is not a duration: it is no whole number of milliseconds',
    ],
  ])("refuses %j with the reason", (text, message) => {
    expect(() => parseDuration(text)).toThrow(
      new DurationError(text, message.slice(message.indexOf(": ") + 2)),
    );
    expect(() => parseDuration(text)).toThrow(`${message}; write it as "30 minutes", "1 day" or "PT30M"`);
  });
});
