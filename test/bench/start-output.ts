/** What a line that `millrace up` prints while it starts tells. */
export type StartLine =
  | { readonly type: "ready"; readonly service: string; readonly afterMs: number }
  /** A part of the plan is applied. */
  | { readonly type: "applied"; readonly part: string }
  | { readonly type: "results" }
  | { readonly type: "up" };

/** Reads one line of `millrace up` without a terminal; undefined where it tells none of these. */
export function readStartLine(line: string): StartLine | undefined {
  const [, title, detail] = /^✔ (.+?) {2}(.+)$/.exec(line) ?? [];
  if (title === undefined || detail === undefined) {
    return line.startsWith("Press Ctrl-C") ? { type: "up" } : undefined;
  }
  const seconds = /^ready in ([\d.]+) s$/.exec(detail)?.[1];
  if (seconds !== undefined) {
    return { type: "ready", service: title, afterMs: Math.round(Number(seconds) * 1000) };
  }
  if (/^(none$|there$|\d+ (created|updated|resumed|unchanged))/.test(detail))
    return { type: "applied", part: title };
  return title === "First results" ? { type: "results" } : undefined;
}
