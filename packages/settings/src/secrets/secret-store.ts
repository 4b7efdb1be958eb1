import { Secret } from "@millrace/common";
import type { SecretBackend, SecretBackendFactory } from "./backend.ts";
import { type MissingSecret, SecretsMissingError } from "./errors.ts";
import { fieldOf } from "./secret-field.ts";
import { findSecrets, replaceSecrets, type SecretReference } from "./secret-reference.ts";

/** Where a store looks, and how long it believes what it found. */
export interface SecretStoreOptions {
  /** Every backend that a reference may name. */
  readonly backends: ReadonlyMap<string, SecretBackendFactory>;
  /** The backends asked, in this order, for a reference that names none. */
  readonly order: readonly string[];
  /** How long a secret is not asked for again, in milliseconds; 0 asks every time. Default: 5 minutes. */
  readonly ttlMs?: number;
  /** Milliseconds that only grow. Default: the process's monotonic clock. */
  readonly now?: () => number;
}

/** A text that names secrets, and what needs it. */
export interface SecretText {
  readonly text: string;
  /** For messages: `connectors/orders.json, key connection.password`. */
  readonly usedBy: string;
}

interface Kept {
  readonly text: Promise<string | undefined>;
  readonly at: number;
}

const defaultTtlMs = 300_000;

/** Secrets of several backends, each asked for once in a while. */
export class SecretStore {
  readonly #options: SecretStoreOptions;
  readonly #names: readonly string[];
  readonly #opened = new Map<string, SecretBackend>();
  readonly #kept = new Map<string, Kept>();

  constructor(options: SecretStoreOptions) {
    this.#options = options;
    this.#names = [...options.backends.keys()];
  }

  /** The secrets that a text names. @throws SecretReferenceError */
  referencesOf(text: string): readonly SecretReference[] {
    return findSecrets(text, this.#names);
  }

  /**
   * Fills texts in, side by side; the result of a text that names no secret is a {@link Secret} of it as it is.
   * @throws SecretsMissingError with every one that does not exist; SecretReferenceError; what the backends throw
   */
  async resolveAll(texts: readonly SecretText[]): Promise<readonly Secret[]> {
    const found = await Promise.all(
      texts.map(async ({ text, usedBy }) => {
        const references = this.referencesOf(text);
        const values = await Promise.all(references.map((reference) => this.#find(reference, usedBy)));
        return { text, values };
      }),
    );
    const missing = found.flatMap(({ values }) => values.filter((value) => typeof value !== "string"));
    if (missing.length > 0) throw new SecretsMissingError(missing);
    return found.map(({ text, values }) => {
      const next = (values as readonly string[]).values();
      return new Secret(replaceSecrets(text, this.#names, () => next.next().value ?? ""));
    });
  }

  /** Fills one text in. @throws as {@link resolveAll} does */
  async resolve(text: SecretText): Promise<Secret> {
    const [secret] = await this.resolveAll([text]);
    return secret as Secret;
  }

  /** Forgets what was found: the backends are asked again, as they are when the time has run out. */
  refresh(): void {
    this.#kept.clear();
  }

  async #find(reference: SecretReference, usedBy: string): Promise<string | MissingSecret> {
    const { backend: named, name, text, fallback } = reference;
    const backends = (named === undefined ? this.#options.order : [named]).map((each) => this.#open(each));
    for (const backend of backends) {
      const value = await this.#read(backend, name);
      const field = reference.field ?? backend.defaultField;
      if (value !== undefined)
        return field === undefined ? value : fieldOf(value, field, { reference: text, usedBy });
    }
    const lookedIn = backends.map((backend) => `${backend.name} (${backend.placeOf(name)})`);
    return fallback ?? { reference: text, name, lookedIn, usedBy };
  }

  #open(name: string): SecretBackend {
    const opened = this.#opened.get(name) ?? this.#options.backends.get(name)?.();
    if (opened === undefined) throw new Error(`the order of secrets names the unknown backend ${name}`);
    this.#opened.set(name, opened);
    return opened;
  }

  /** Reads that are under way are shared; one that failed is not kept. */
  #read(backend: SecretBackend, name: string): Promise<string | undefined> {
    const { ttlMs = defaultTtlMs, now = () => performance.now() } = this.#options;
    const key = `${backend.name}:${name}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && now() - kept.at < ttlMs) return kept.text;
    const text = backend.read(name);
    this.#kept.set(key, { text, at: now() });
    text.catch(() => {
      if (this.#kept.get(key)?.text === text) this.#kept.delete(key);
    });
    return text;
  }
}
