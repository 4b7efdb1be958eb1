/** What a look at one part of the stack brought: its facts, or why there are none. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string; readonly code: string | undefined };

/** Looks, and turns a failure into a reading: one engine that is down must not hide what the others know. */
export async function read<T>(look: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { ok: true, value: await look() };
  } catch (error) {
    const reason = reasonOf(error);
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    return { ok: false, reason, code };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "TimeoutError" ? "It did not answer in time." : error.message;
}

/** The facts of a reading; undefined where there are none. */
export function valueOf<T>(reading: Reading<T>): T | undefined {
  return reading.ok ? reading.value : undefined;
}
