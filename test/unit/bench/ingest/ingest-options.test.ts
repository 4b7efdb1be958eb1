import { expect, it } from "vitest";
import { parseIngestOptions } from "../../../bench/ingest-options.ts";
import { scenariosOf } from "../../../bench/ingest/scenario.ts";

it("measures single posts, batches, overload and the ceiling by default", () => {
  expect(parseIngestOptions([])).toMatchObject({
    rounds: 3,
    seconds: 4,
    rates: [1000, 5000],
    batch: 100,
    parts: new Set(["single", "batch", "overload", "ceiling"]),
  });
});

it("is short where that is asked, but for what is said otherwise", () => {
  expect(parseIngestOptions(["--quick", "--seconds", "9"])).toMatchObject({ rounds: 1, seconds: 9 });
});

it("gives the publisher flags and settings", () => {
  const options = parseIngestOptions(["--node=--cpu-prof", "--env", "LOG_LEVEL=warn"]);
  expect(options).toMatchObject({ nodeFlags: ["--cpu-prof"], env: { LOG_LEVEL: "warn" } });
});

it("refuses a contender that there is not", () => {
  expect(() => parseIngestOptions(["--contenders", "nginx"])).toThrow(
    '--contenders names "nginx", expected some of publisher, fastify, fastify-batching',
  );
});

it("posts single events at each rate, and batches", () => {
  const options = parseIngestOptions(["--rates", "10,20"]);
  expect(options && scenariosOf(options).map(({ name }) => name)).toEqual([
    "single posts, 64 connections one after the other",
    "single posts, 10 a second",
    "single posts, 20 a second",
    "batches of 100, 8 connections one after the other",
  ]);
});
