import type { LintRule } from "../rule.ts";
import { isWindow } from "../statement/relation.ts";
import { originOf } from "../statement/origin.ts";
import { relationsOf, selectsOf } from "../statement/walk.ts";

/** watermark: { idle_timeout: 0 seconds } */
export const idleTimeout: LintRule = {
  code: "idle-timeout",
  severity: "warning",
  title: "A windowed table has an idle timeout.",
  check: ({ query }, { tables }) =>
    selectsOf(query).flatMap(({ select, named }) =>
      relationsOf(select.from)
        .filter(isWindow)
        .flatMap(({ timeColumn, input }) => {
          const origin = timeColumn && originOf(timeColumn.text, input, named);
          const table = origin && tables.get(origin.table);
          if (timeColumn === undefined || table?.watermark?.idleTimeoutMs !== 0) return [];
          return [
            {
              place: timeColumn,
              message: `${table.name} has no idle timeout: one partition without events holds every window back`,
              advice: "give the watermark an idle_timeout in domain.yaml, for example 10 seconds",
            },
          ];
        }),
    ),
};
