/** A window over event time; lengths in milliseconds. */
export type Window =
  | { readonly kind: "tumbling"; readonly sizeMs: number }
  | { readonly kind: "hopping"; readonly sizeMs: number; readonly slideMs: number }
  | { readonly kind: "cumulating"; readonly sizeMs: number; readonly stepMs: number }
  | { readonly kind: "session"; readonly gapMs: number };

/** One window in time: from its start, inclusive, to its end, exclusive; epoch milliseconds. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The windows that a time belongs to, the earliest end first. Windows begin at the epoch, in UTC; sessions depend on other rows. */
export function windowsOf(window: Exclude<Window, { kind: "session" }>, timeMs: number): readonly Span[] {
  switch (window.kind) {
    case "tumbling": {
      const startMs = floorTo(timeMs, window.sizeMs);
      return [{ startMs, endMs: startMs + window.sizeMs }];
    }
    case "hopping": {
      const spans: Span[] = [];
      const last = floorTo(timeMs, window.slideMs);
      for (let startMs = last; startMs > timeMs - window.sizeMs; startMs -= window.slideMs)
        spans.unshift({ startMs, endMs: startMs + window.sizeMs });
      return spans;
    }
    case "cumulating": {
      const spans: Span[] = [];
      const startMs = floorTo(timeMs, window.sizeMs);
      for (let endMs = startMs + window.stepMs; endMs <= startMs + window.sizeMs; endMs += window.stepMs)
        if (timeMs < endMs) spans.push({ startMs, endMs });
      return spans;
    }
  }
}

function floorTo(timeMs: number, lengthMs: number): number {
  return Math.floor(timeMs / lengthMs) * lengthMs;
}
