import { z } from "zod";

/** A whole number of a program's settings: the variable that it has, what it may be, and what it says. */
export interface NumberSetting {
  readonly variable: string;
  readonly min: number;
  readonly max: number;
  readonly description: string;
}

/** A whole number that may be left out; a problem says what was expected. */
export function numberField({ variable, min, max, description }: NumberSetting) {
  const error = `a whole number from ${min} to ${max}`;
  return z
    .int({ error })
    .min(min, { error })
    .max(max, { error })
    .nullish()
    .meta({ description: `${description} Also ${variable}.` });
}

/** A text that is not empty. @param error what was expected: `a path` */
export function textField(error: string) {
  return z.string({ error }).min(1, { error });
}

/** A list of texts. */
export function listField(error: string) {
  return z.array(textField(error), { error });
}

/** The address of an HTTP server. */
export function addressField(error: string) {
  return z.url({ protocol: /^https?$/, error });
}
