import { namesSecret } from "./secrets/secret-reference.ts";
import type { SecretText } from "./secrets/secret-store.ts";

/** A value of a connector that names secrets. */
export interface ConnectorSecret extends SecretText {
  readonly connector: string;
  readonly key: string;
}

/** The values of connectors' configurations that name secrets, in their order. */
export function connectorSecrets(
  connectors: readonly {
    readonly name: string;
    readonly file: string;
    readonly config: Readonly<Record<string, string>>;
  }[],
): readonly ConnectorSecret[] {
  return connectors.flatMap(({ name, file, config }) =>
    Object.entries(config)
      .filter(([, text]) => namesSecret(text))
      .map(([key, text]) => ({ connector: name, key, text, usedBy: `${file}, key ${key}` })),
  );
}
