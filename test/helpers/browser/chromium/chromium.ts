/** A Chromium that can be started. */
export interface Chromium {
  readonly executablePath: string;
  /** What its process needs besides this one's environment: where libraries and fonts of its own lie. */
  readonly env: Readonly<Record<string, string>>;
}
