const units = [
  { word: "day", letter: "D", ms: 86_400_000 },
  { word: "hour", letter: "H", ms: 3_600_000 },
  { word: "minute", letter: "M", ms: 60_000 },
  { word: "second", letter: "S", ms: 1000 },
] as const;

/** A length of time in words: `1 hour 30 minutes`, `500 milliseconds`. */
export function durationWords(ms: number): string {
  const { counts, restMs } = split(ms);
  const words = counts
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${count} ${word}${count === 1 ? "" : "s"}`);
  if (restMs > 0 || words.length === 0)
    words.push(words.length === 0 && restMs === 0 ? "0 seconds" : `${restMs} milliseconds`);
  return words.join(" ");
}

/** A length of time as ISO 8601 says it: `PT1M`, `P1DT12H`, `PT0.5S`. */
export function durationIso(ms: number): string {
  const { counts, restMs } = split(ms);
  const [days, ...times] = counts;
  const day = days === undefined || days.count === 0 ? "" : `${days.count}D`;
  const time = times.map(({ count, letter }) => {
    const fraction =
      letter === "S" && restMs > 0 ? `.${String(restMs).padStart(3, "0").replace(/0+$/, "")}` : "";
    return count === 0 && fraction === "" ? "" : `${count}${fraction}${letter}`;
  });
  const text = times.length === 0 ? "" : time.join("");
  if (day === "" && text === "") return "PT0S";
  return `P${day}${text === "" ? "" : `T${text}`}`;
}

function split(ms: number) {
  let restMs = ms;
  const counts = units.map(({ word, letter, ms: unitMs }) => {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    return { count, word, letter };
  });
  return { counts, restMs };
}
