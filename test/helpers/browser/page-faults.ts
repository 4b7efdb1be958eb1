import type { Page } from "playwright-core";

/** What a page may do besides being faultless. */
export interface FaultRules {
  /** Origins that it may ask; any other is an outside request. */
  readonly origins: readonly string[];
  /** Console errors that the test provokes. */
  readonly provokes?: RegExp;
}

/** Notes what a page must never do: errors on its console, violations of its Content-Security-Policy, outside requests. */
export function noteFaults(page: Page, { origins, provokes }: FaultRules): readonly string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    const text = `${message.text()} (${message.location().url})`;
    if (provokes?.test(text) !== true) faults.push(`console: ${text}`);
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (!["data:", "blob:"].includes(protocol) && !origins.includes(origin))
      faults.push(`outside request: ${request.url()}`);
  });
  return faults;
}
