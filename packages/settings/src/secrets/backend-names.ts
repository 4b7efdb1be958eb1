/** The backends that a reference may name. */
export const backendNames = [
  "env",
  "file",
  "vault",
  "aws-secrets-manager",
  "aws-ssm",
  "azure",
  "google",
] as const;

export type BackendName = (typeof backendNames)[number];
