/** A window that closes when the watermark passes its end; lengths in milliseconds. */
export type WindowKind =
  | { readonly kind: "TUMBLE"; readonly sizeMs: number; readonly offsetMs: number }
  | { readonly kind: "HOP"; readonly sizeMs: number; readonly slideMs: number; readonly offsetMs: number }
  | { readonly kind: "CUMULATE"; readonly sizeMs: number; readonly stepMs: number; readonly offsetMs: number }
  | { readonly kind: "SESSION"; readonly gapMs: number };

/** A stretch of event time in milliseconds since the epoch; the end does not belong to it. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/**
 * The next window to close: of those that hold one of the events, the one whose end the watermark passes first. A session
 * may still grow, so its end is the earliest possible one. Undefined when every event's windows are closed.
 */
export function nextToClose(
  window: WindowKind,
  eventTimes: readonly number[],
  watermark: number | undefined,
): TimeWindow | undefined {
  let next: TimeWindow | undefined;
  for (const time of eventTimes) {
    const open = firstOpen(window, time, watermark ?? Number.NEGATIVE_INFINITY);
    if (open !== undefined && (next === undefined || open.end < next.end)) next = open;
  }
  return next;
}

/** The last window to have closed of those that hold one of the events; undefined when none has. */
export function lastClosed(
  window: WindowKind,
  eventTimes: readonly number[],
  watermark: number | undefined,
): TimeWindow | undefined {
  if (watermark === undefined) return undefined;
  let last: TimeWindow | undefined;
  for (const time of eventTimes) {
    for (const each of windowsOf(window, time)) {
      if (isClosed(each, watermark) && (last === undefined || each.end > last.end)) last = each;
    }
  }
  return last;
}

/** Whether the watermark has passed the window's last millisecond. */
export function isClosed({ end }: TimeWindow, watermark: number): boolean {
  return watermark >= end - 1;
}

function firstOpen(window: WindowKind, time: number, watermark: number): TimeWindow | undefined {
  return windowsOf(window, time).find((each) => !isClosed(each, watermark));
}

/** The windows that hold an instant, the one that ends first in front. */
function windowsOf(window: WindowKind, time: number): readonly TimeWindow[] {
  if (window.kind === "SESSION") return [{ start: time, end: time + window.gapMs }];
  const floorTo = (stepMs: number) => time - modulo(time - window.offsetMs, stepMs);
  if (window.kind === "TUMBLE") {
    const start = floorTo(window.sizeMs);
    return [{ start, end: start + window.sizeMs }];
  }
  if (window.kind === "HOP") {
    const { sizeMs, slideMs } = window;
    const last = floorTo(slideMs);
    const count = Math.ceil((sizeMs - (time - last)) / slideMs);
    return Array.from({ length: count }, (_, back) => last - (count - 1 - back) * slideMs).map((start) => ({
      start,
      end: start + sizeMs,
    }));
  }
  const { sizeMs, stepMs } = window;
  const start = floorTo(sizeMs);
  const firstStep = Math.floor((time - start) / stepMs) + 1;
  return Array.from({ length: sizeMs / stepMs - firstStep + 1 }, (_, more) => ({
    start,
    end: start + (firstStep + more) * stepMs,
  }));
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
