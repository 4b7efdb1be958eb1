/** What a line that `millrace up` prints while it starts tells. */
export type StartLine =
  | { readonly type: "ready"; readonly service: string; readonly afterMs: number }
  | { readonly type: "results" }
  | { readonly type: "up" };

/** Reads one line of `millrace up` without a terminal; undefined where it tells none of these. */
export function readStartLine(line: string): StartLine | undefined {
  const ready = /\[(?:COMPLETED|TITLE)\] (.+?) {2}ready in ([\d.]+) s/.exec(line);
  if (ready !== null) {
    return { type: "ready", service: ready[1] as string, afterMs: Math.round(Number(ready[2]) * 1000) };
  }
  if (/\] First results {2}committed/.test(line)) return { type: "results" };
  if (line.startsWith("Press Ctrl-C")) return { type: "up" };
  return undefined;
}
