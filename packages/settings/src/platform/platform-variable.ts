import { z } from "zod";

/** A variable that has precedence over the files, and the setting that it stands for. */
export interface PlatformVariable {
  readonly variable: string;
  readonly path: readonly string[];
  /** Gives what a file would say. */
  readonly schema: z.ZodType;
}

/** A variable that holds a whole number. */
export function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
  return z.coerce.number().int().min(min).max(max);
}

/** A variable that holds items with commas between them. */
export const list = z.string().transform((items) =>
  items
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);

/** A variable that holds a length of time in a unit; gives it as platform.yaml would say it. */
export function duration(unit: "ms" | "s", limits: { readonly min: number; readonly max: number }) {
  return wholeNumber(limits).transform((count) => `${count} ${unit}`);
}
