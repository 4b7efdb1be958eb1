import type { LintRule } from "../rule.ts";

/** OPTIONS('table.exec.emit.late-fire.enabled' = 'true') */
export const emitOption: LintRule = {
  code: "emit-option",
  severity: "error",
  title: "No statement asks for early or late firing.",
  check: ({ hints }) =>
    hints
      .flatMap(({ options }) => options)
      .filter(({ key }) => key.startsWith("table.exec.emit."))
      .map((option) => ({
        place: option,
        message: `${option.key} is refused by window functions, and Confluent Cloud does not know it`,
        advice:
          "make a provisional upsert result beside the final one: group by window_start with a state TTL",
      })),
};
