import { metricsDurations, metricsNumbers } from "./metrics-limits.ts";
import { duration, type PlatformVariable, wholeNumber } from "./platform-variable.ts";

/** The metrics app's own variables: whoever runs it by itself sets the same. */
export const metricsVariables: readonly PlatformVariable[] = [
  ...Object.entries(metricsNumbers).map(([key, { variable, ...limits }]) => ({
    variable,
    path: ["metrics", key],
    schema: wholeNumber(limits),
  })),
  ...Object.entries(metricsDurations).map(([key, { variable, ...limits }]) => ({
    variable,
    path: ["metrics", key],
    schema: duration("ms", limits),
  })),
];
