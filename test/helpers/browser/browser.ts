import { type Browser, chromium as driver } from "playwright-core";
import { inject } from "vitest";

let started: Promise<Browser> | undefined;

/** The browser that a test file's tests share, headless; started when it is first needed. It ends with its file's process. */
export function sharedBrowser(): Promise<Browser> {
  started ??= start();
  return started;
}

async function start(): Promise<Browser> {
  const found = inject("chromium");
  if (found === null) throw new Error("there is no Chromium, which the test should have been skipped for");
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...found.env }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  return await driver.launch({
    executablePath: found.executablePath,
    env,
    // Its sandbox refuses root, as whom containers run.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
}
