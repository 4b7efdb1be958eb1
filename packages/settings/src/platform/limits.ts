/** What values may be, whether a file or a variable gives them. */
export const limits = {
  prefix: {
    pattern: /^[a-z][a-z0-9-]{0,19}$/,
    expected: "a lower-case word of at most 20 letters, digits and hyphens",
  },
  sampleEvents: { min: 0, max: 10_000 },
} as const;
