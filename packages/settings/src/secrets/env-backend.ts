import type { SecretBackend } from "./backend.ts";

/** Secrets in environment variables: `db-password` is `DB_PASSWORD`. An empty one counts as not set. */
export function envBackend(env: Readonly<Record<string, string | undefined>>): SecretBackend {
  return {
    name: "env",
    placeOf: (name) => `variable ${variableName(name)}`,
    read: async (name) => env[variableName(name)] || undefined,
  };
}

/** Upper case, with an underscore for whatever a variable's name cannot hold. */
export function variableName(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
}
