import { Secret } from "@millrace/common";
import type { ConnectorPlan } from "@millrace/domain";
import { type Redact, redactor } from "../connect/redact.ts";
import { SecretFolder, type SecretValue } from "../connect/secret-folder.ts";
import type { BoundConnector } from "../connect/validate-connector.ts";
import {
  type ConnectorSecrets,
  fillIn,
  type KnownValues,
  secretValues,
  unboundPlaceholders,
  withoutDefaults,
} from "./connector-secrets.ts";

/** What connectors' placeholders stand for. */
export interface ConnectorValues {
  readonly bindings: Readonly<Record<string, string>>;
  /** Default: none. */
  readonly secrets?: ConnectorSecrets;
  /** Where the worker reads secrets; needed where connectors name some. */
  readonly secretFolder?: string | undefined;
}

/** Connectors as Connect gets them: secrets are references to files, and everything else is filled in. */
export class BoundConnectors {
  readonly connectors: readonly BoundConnector[];
  readonly #values: ReadonlyMap<string, readonly SecretValue[]>;
  readonly #folder: SecretFolder | undefined;
  readonly #plans: readonly ConnectorPlan[];
  readonly #known: KnownValues;

  constructor(
    plans: readonly ConnectorPlan[],
    { bindings, secrets = new Map(), secretFolder }: ConnectorValues,
  ) {
    const known = { bindings, secrets };
    this.#plans = plans;
    this.#known = known;
    this.#folder = secretFolder === undefined ? undefined : new SecretFolder(secretFolder);
    this.#values = new Map(plans.map(({ name, config }) => [name, secretValues(config, known)]));
    this.connectors = plans.map((plan) => this.#bind(plan, known));
  }

  /** Hides the connectors' secrets, those that are filled in now and those that they ran with. */
  async redactor(): Promise<Redact> {
    const now: Iterable<Secret> = [
      ...this.#known.secrets.values(),
      ...[...this.#values.values()].flat().map(({ value }) => value),
    ];
    if (this.#folder !== undefined) return await this.#folder.redactor(now);
    return redactor([...now].map((secret) => secret.reveal()));
  }

  /** The keys of each connector whose secrets are others than it runs with. */
  async changedSecrets(): Promise<ReadonlyMap<string, readonly string[]>> {
    const folder = this.#folder;
    if (folder === undefined) return new Map();
    const entries = await Promise.all(
      [...this.#values].map(
        async ([name, values]) => [name, await folder.changedKeys(name, values)] as const,
      ),
    );
    return new Map(entries.filter(([, keys]) => keys.length > 0));
  }

  /** Writes a connector's secrets to where the worker reads them. Gives whether they are others than it runs with. */
  async writeSecrets(name: string): Promise<boolean> {
    return (await this.#folder?.write(name, this.#values.get(name) ?? [])) ?? false;
  }

  /** Says that a connector runs with the secrets that were written. */
  async started(name: string): Promise<void> {
    await this.#folder?.started(name);
  }

  /** What a key of a connector stands for, filled in; undefined where it has none. */
  clearValue(name: string, key: string): Secret | undefined {
    const text = this.#plans.find((plan) => plan.name === name)?.config[key];
    return text === undefined ? undefined : new Secret(fillIn(text, this.#known));
  }

  #bind({ name, file, config }: ConnectorPlan, known: KnownValues): BoundConnector {
    const folder = this.#folder;
    const keys = new Set((this.#values.get(name) ?? []).map(({ key }) => key));
    if (keys.size > 0 && folder === undefined)
      throw new Error(`connector ${name} names secrets, and there is no folder for them`);
    const bound = Object.entries(config).map(([key, text]) => [
      key,
      keys.has(key) && folder !== undefined ? folder.reference(name, key) : fillIn(text, known),
    ]);
    const references = Object.entries(config)
      .filter(([key]) => keys.has(key))
      .map(([key, text]) => [key, withoutDefaults(text)]);
    const unbound = Object.entries(config).flatMap(([key, text]) =>
      unboundPlaceholders(text, known).map((placeholder) => ({ key, placeholder })),
    );
    return {
      name,
      file,
      config: Object.fromEntries(bound),
      references: Object.fromEntries(references),
      unbound,
    };
  }
}
