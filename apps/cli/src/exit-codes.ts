/** Exit codes of the `millrace` command, as its help lists them. */
export const exitCodes = {
  ok: 0,
  /** Something failed; the message on standard error says what and what to do. */
  failed: 1,
  /** The command line or a setting is wrong. */
  usage: 2,
  /** The stack is not running. */
  notRunning: 3,
  /** A check did its work and found something: a lint error, a failing test, a difference, a diagnosis. */
  found: 4,
  /** `plan`: what runs differs from what the files say. */
  changes: 5,
} as const;
