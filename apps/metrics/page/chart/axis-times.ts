import { formatTime } from "../format/times.ts";

const [minute, day] = [60, 86_400];

/** What stands under a time axis: dates where the steps are days, seconds where they are less than a minute. */
export function axisTimes(seconds: readonly number[], stepSeconds: number): readonly string[] {
  return seconds.map((each) => {
    const iso = new Date(each * 1000).toISOString();
    if (stepSeconds >= day)
      return new Date(each * 1000).toLocaleDateString(undefined, { day: "numeric", month: "short" });
    return formatTime(iso, { style: stepSeconds < minute ? "time" : "minute" });
  });
}
