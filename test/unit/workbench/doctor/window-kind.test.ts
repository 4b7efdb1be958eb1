import { expect, test } from "vitest";
import {
  lastClosed,
  nextToClose,
  type WindowKind,
} from "../../../../packages/workbench/src/doctor/window-kind.ts";
import { at, minute, second } from "./statement-facts.ts";

const tumble: WindowKind = { kind: "TUMBLE", sizeMs: minute, offsetMs: 0 };
const hop: WindowKind = { kind: "HOP", sizeMs: 5 * minute, slideMs: minute, offsetMs: 0 };
const cumulate: WindowKind = { kind: "CUMULATE", sizeMs: 60 * minute, stepMs: 10 * minute, offsetMs: 0 };

test("the window of the oldest open event closes next", () => {
  const times = [at(14, 2, 5), at(14, 0, 59), at(13)];
  expect(nextToClose(tumble, times, at(13, 30))).toEqual({ start: at(14, 0), end: at(14, 1) });
});

test("a window is closed at its last millisecond", () => {
  expect(nextToClose(tumble, [at(14)], at(14, 1) - 2)).toBeDefined();
  expect(nextToClose(tumble, [at(14)], at(14, 1) - 1)).toBeUndefined();
  expect(lastClosed(tumble, [at(14)], at(14, 1) - 1)).toEqual({ start: at(14), end: at(14, 1) });
});

test("windows with an offset begin there", () => {
  expect(nextToClose({ ...tumble, offsetMs: 20 * second }, [at(14, 0, 10)], undefined)).toEqual({
    start: at(13, 59, 20),
    end: at(14, 0, 20),
  });
});

test("of hopping windows the one that ends first closes next", () => {
  expect(nextToClose(hop, [at(14, 0, 30)], undefined)).toEqual({ start: at(13, 56), end: at(14, 1) });
  expect(nextToClose(hop, [at(14, 0, 30)], at(14, 3))).toEqual({ start: at(13, 59), end: at(14, 4) });
  expect(nextToClose(hop, [at(14, 0, 30)], at(14, 5))).toBeUndefined();
});

test("cumulating windows close step by step", () => {
  expect(nextToClose(cumulate, [at(14, 12)], undefined)).toEqual({ start: at(14), end: at(14, 20) });
  expect(nextToClose(cumulate, [at(14, 12)], at(14, 35))).toEqual({ start: at(14), end: at(14, 40) });
});

test("a session ends a gap after its event", () => {
  expect(nextToClose({ kind: "SESSION", gapMs: 90 * second }, [at(14)], undefined)?.end).toBe(at(14, 1, 30));
});

test("without a watermark nothing has closed", () => {
  expect(lastClosed(tumble, [at(14)], undefined)).toBeUndefined();
});
