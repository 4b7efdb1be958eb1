import type { LintRule } from "./rule.ts";
import { columnCount } from "./rules/column-count.ts";
import { columnList } from "./rules/column-list.ts";
import { columnOrder } from "./rules/column-order.ts";
import { emitOption } from "./rules/emit-option.ts";
import { engineFunction } from "./rules/engine-function.ts";
import { engineOption } from "./rules/engine-option.ts";
import { groupWindow } from "./rules/group-window.ts";
import { idleTimeout } from "./rules/idle-timeout.ts";
import { miniBatchInterval } from "./rules/mini-batch-interval.ts";
import { miniBatchWatermark } from "./rules/mini-batch-watermark.ts";
import { noWatermark } from "./rules/no-watermark.ts";
import { oneStatement } from "./rules/one-statement.ts";
import { randomKey } from "./rules/random-key.ts";
import { selectStar } from "./rules/select-star.ts";
import { sinkKey } from "./rules/sink-key.ts";
import { statementName } from "./rules/statement-name.ts";
import { unboundedState } from "./rules/unbounded-state.ts";
import { updatingAppend } from "./rules/updating-append.ts";
import { wallClock } from "./rules/wall-clock.ts";
import { wallClockWindow } from "./rules/wall-clock-window.ts";
import { watermarkNull } from "./rules/watermark-null.ts";
import { watermarkRowTime } from "./rules/watermark-row-time.ts";

/** Every rule, sorted by code. */
export const lintRules: readonly LintRule[] = [
  columnCount,
  columnList,
  columnOrder,
  emitOption,
  engineFunction,
  engineOption,
  groupWindow,
  idleTimeout,
  miniBatchInterval,
  miniBatchWatermark,
  noWatermark,
  oneStatement,
  randomKey,
  selectStar,
  sinkKey,
  statementName,
  unboundedState,
  updatingAppend,
  wallClockWindow,
  wallClock,
  watermarkNull,
  watermarkRowTime,
].sort((a, b) => (a.code < b.code ? -1 : 1));
