import type { LintRule } from "../rule.ts";
import { callsOf, relationsOf, selectsOf } from "../statement/walk.ts";

/** Functions that one of the engines lacks, and what to do instead. */
const functions: Readonly<Record<string, { readonly lacking: string; readonly advice: string }>> = {
  PROCTIME: {
    lacking: "Confluent Cloud has no processing time",
    advice: "use the event time of the table",
  },
  CURRENT_DATABASE: {
    lacking: "it names another thing on each engine",
    advice: "write the name that is meant",
  },
  ...openSourceLacks(
    ["AI_COMPLETE", "AI_EMBEDDING", "AI_FORECAST", "AI_RUN_AGENT", "AI_TOOL_INVOKE", "ML_DETECT_ANOMALIES"],
    ["ML_EVALUATE", "ML_FORECAST", "KEY_SEARCH_AGG", "TEXT_SEARCH_AGG", "VECTOR_SEARCH_AGG"],
    ["ML_BUCKETIZE", "ML_CHARACTER_TEXT_SPLITTER", "ML_FILE_FORMAT_TEXT_SPLITTER", "ML_LABEL_ENCODER"],
    ["ML_MAX_ABS_SCALER", "ML_MIN_MAX_SCALER", "ML_NGRAMS", "ML_NORMALIZER", "ML_ONE_HOT_ENCODER"],
    ["ML_RECURSIVE_TEXT_SPLITTER", "ML_ROBUST_SCALER", "ML_STANDARD_SCALER"],
  ),
};

function openSourceLacks(...groups: readonly (readonly string[])[]) {
  const facts = {
    lacking: "open-source Flink does not have it",
    advice: "compute it outside of the statement, or in SQL that both engines have",
  };
  return Object.fromEntries(groups.flat().map((name) => [name, facts]));
}

/** PROCTIME() */
export const engineFunction: LintRule = {
  code: "engine-function",
  severity: "error",
  title: "A statement calls only functions that both engines have.",
  check: ({ query }) =>
    selectsOf(query).flatMap(({ select }) => {
      const tables = relationsOf(select.from).flatMap((relation) =>
        relation.kind === "function" ? [{ name: relation.name, ...relation.nameAt }] : [],
      );
      return [...callsOf(select), ...tables].flatMap(({ name, start, end }) => {
        const facts = Object.hasOwn(functions, name) ? functions[name] : undefined;
        if (facts === undefined) return [];
        return [
          {
            place: { start, end },
            message: `${name} is not portable: ${facts.lacking}`,
            advice: facts.advice,
          },
        ];
      });
    }),
};
