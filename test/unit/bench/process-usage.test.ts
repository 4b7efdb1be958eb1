import { expect, it } from "vitest";
import { cpuSeconds, parseCpuTime, peakMemoryBytes } from "../../bench/process-usage.ts";

it.each([
  ["00:07", 7],
  ["01:02:03", 3723],
  ["2-00:00:01", 172_801],
  ["0:01.50", 1.5],
  ["", 0],
])("reads the CPU time %j of ps", (text, seconds) => {
  expect(parseCpuTime(text)).toBe(seconds);
});

it("knows CPU time and memory of a process", () => {
  expect(cpuSeconds(process.pid)).toBeGreaterThan(0);
  expect(peakMemoryBytes(process.pid)).toBeGreaterThan(1024 * 1024);
});
