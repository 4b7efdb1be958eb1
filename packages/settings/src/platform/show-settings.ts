import { namesSecret, replaceSecrets } from "../secrets/secret-reference.ts";
import { backendNames } from "../secrets/backend-names.ts";
import { describeOrigin } from "./origin.ts";
import type { Platform } from "./platform.ts";

/** A setting as it may be seen. */
export interface ShownSetting {
  /** `secrets.vault.token` */
  readonly path: string;
  readonly value: unknown;
  /** `config/platform.prod.yaml:3:9`, `environment variable STAGE` or `default`. */
  readonly from: string;
}

/** Every setting of a stage, sorted by path; of a reference to a secret the default is not shown. */
export function shownSettings({ settings }: Platform): readonly ShownSetting[] {
  return settings.map(({ path, value, origin }) => ({
    path,
    value: typeof value === "string" && namesSecret(value) ? withoutDefaults(value) : value,
    from: describeOrigin(origin),
  }));
}

/** Settings as a table, one a line. */
export function formatSettings(settings: readonly ShownSetting[]): string {
  const rows = settings.map(({ path, value, from }) => [path, asText(value), from] as const);
  const width = (column: 0 | 1) => Math.max(0, ...rows.map((row) => row[column].length));
  const [paths, values] = [width(0), width(1)];
  return rows
    .map(([path, value, from]) => `${path.padEnd(paths)}  ${value.padEnd(values)}  ${from}`)
    .join("\n");
}

function withoutDefaults(text: string): string {
  return replaceSecrets(text, backendNames, (reference) =>
    reference.fallback === undefined ? reference.text : `${reference.text.slice(0, -1)}:-[secret]}`,
  );
}

function asText(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? "[]" : value.join(", ");
}
