/** Somebody asked the program to end: Ctrl-C, `npm run down`, a closed terminal. */
export class Interrupted extends Error {
  readonly code = "INTERRUPTED";
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.signal = signal;
  }
}

/** Aborts on the first SIGINT, SIGTERM or SIGHUP; further ones are told to `onRepeated`. */
export function stopSignals(onRepeated: () => void): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) onRepeated();
      else controller.abort(new Interrupted(signal));
    });
  }
  return controller.signal;
}
