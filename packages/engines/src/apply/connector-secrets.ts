import { MillraceError, Secret } from "@millrace/common";
import type { ConnectorPlan } from "@millrace/domain";
import type { SecretValue } from "../connect/secret-folder.ts";

/** Gives the values of secrets: a store of the settings, for example. */
export interface SecretSource {
  /**
   * Fills in the secrets that texts name, side by side, in their order.
   * @throws an error that names every one that cannot be had, and what needs it
   */
  resolveAll(
    texts: readonly { readonly text: string; readonly usedBy: string }[],
  ): Promise<readonly Secret[]>;
}

/** The secrets that connectors name: what stands in the file (`${secret:db}`) with its value. */
export type ConnectorSecrets = ReadonlyMap<string, Secret>;

/** Secrets that connectors name cannot be had; nothing was changed. */
export class ConnectorSecretsError extends MillraceError {
  readonly code = "CONNECTOR_SECRETS";

  constructor(cause: unknown) {
    super(
      "Nothing was changed, because secrets that connectors name cannot be had.\n" +
        (cause instanceof Error ? cause.message : String(cause)),
      { cause },
    );
  }
}

const pattern = /\$\$\{|\$\{([^{}]*)\}/g;

/**
 * Reads every secret that connectors name, before anything is changed.
 * @throws ConnectorSecretsError naming each that cannot be had, with its connector's file and key and where it was looked for
 */
export async function readConnectorSecrets(
  connectors: readonly ConnectorPlan[],
  source: SecretSource | undefined,
): Promise<ConnectorSecrets> {
  const uses = connectors.flatMap(({ file, config }) =>
    Object.entries(config).flatMap(([key, text]) =>
      referencesOf(text).map((reference) => ({ text: reference, usedBy: `${file}, key ${key}` })),
    ),
  );
  if (uses.length === 0) return new Map();
  try {
    if (source === undefined) throw new Error(`there are none here, and ${usesText(uses)}`);
    const values = await source.resolveAll(uses);
    return new Map(uses.map(({ text }, index) => [text, values[index] as Secret]));
  } catch (cause) {
    throw new ConnectorSecretsError(cause);
  }
}

/** The secrets that a text names, as they stand in it. */
export function referencesOf(text: string): readonly string[] {
  return [...text.matchAll(pattern)]
    .filter(([, name]) => name?.startsWith("secret:") === true)
    .map(([reference]) => reference);
}

/** What placeholders stand for. */
export interface KnownValues {
  readonly bindings: Readonly<Record<string, string>>;
  readonly secrets: ConnectorSecrets;
}

/** A text with its placeholders filled in; one without a value stays. `$${` is a literal `${`. */
export function fillIn(text: string, known: KnownValues): string {
  return text.replaceAll(pattern, (found, name: string | undefined) =>
    name === undefined ? "${" : (valueOf(found, name, known) ?? found),
  );
}

/** The placeholders of a text that stand for nothing. */
export function unboundPlaceholders(text: string, known: KnownValues): readonly string[] {
  return [...text.matchAll(pattern)]
    .filter(([found, name]) => name !== undefined && valueOf(found, name, known) === undefined)
    .map(([found]) => found);
}

function valueOf(found: string, name: string, { bindings, secrets }: KnownValues): string | undefined {
  return Object.hasOwn(bindings, name) ? bindings[name] : secrets.get(found)?.reveal();
}

/** The values of a configuration that hold secrets. */
export function secretValues(
  config: Readonly<Record<string, string>>,
  known: KnownValues,
): readonly SecretValue[] {
  return Object.entries(config).flatMap(([key, text]) => {
    const references = referencesOf(text);
    if (references.length === 0) return [];
    const isWhole = references[0] === text;
    const parts = references.flatMap((reference) => known.secrets.get(reference) ?? []);
    return [{ key, value: new Secret(fillIn(text, known)), parts: isWhole ? [] : parts }];
  });
}

/** A text as it may be shown: its references without their defaults. */
export function withoutDefaults(text: string): string {
  return text.replaceAll(pattern, (found, name: string | undefined) =>
    name?.startsWith("secret:") === true ? `\${${name.split(":-")[0]}}` : found,
  );
}

function usesText(uses: readonly { readonly text: string; readonly usedBy: string }[]): string {
  return uses.map(({ text, usedBy }) => `${usedBy} names ${withoutDefaults(text)}`).join(", ");
}
