import { expect, it } from "vitest";
import { parseStartOptions } from "../../bench/start-options.ts";
import { variantNames } from "../../bench/start-variants.ts";

it("makes five runs without variants by default", () => {
  expect(parseStartOptions([])).toEqual({ runs: 5, variants: [], json: false });
});

it("reads a list of variants", () => {
  expect(parseStartOptions(["--variant", "no-class-data,one-by-one"])?.variants).toEqual([
    "no-class-data",
    "one-by-one",
  ]);
});

it("takes all variants at once", () => {
  expect(parseStartOptions(["--variant", "all"])?.variants).toEqual(variantNames);
});

it("refuses a variant that it does not know", () => {
  expect(() => parseStartOptions(["--variant", "quick"])).toThrow(
    '--variant names "quick", expected some of no-class-data, one-by-one, full-compiler, plugin-scan',
  );
});
