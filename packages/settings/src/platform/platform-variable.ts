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
