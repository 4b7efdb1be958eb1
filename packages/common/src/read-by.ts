import { z } from "zod";

/**
 * The zod type of a setting with a form of its own: text that a parser reads. What the parser throws becomes what is
 * expected.
 */
export function readBy<T>(parse: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      context.addIssue({ code: "custom", message: `a readable value (${fault})` });
      return z.NEVER;
    }
  });
}
