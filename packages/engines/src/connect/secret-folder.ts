import { chmod, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Secret } from "@millrace/common";
import { type Redact, redactor } from "./redact.ts";

/** A value of a connector's configuration that holds secrets. */
export interface SecretValue {
  /** The configuration's key. */
  readonly key: string;
  /** The whole value, its secrets filled in. */
  readonly value: Secret;
  /** The secrets in it, where it is more than one of them: they are kept so that they can be hidden in messages. */
  readonly parts: readonly Secret[];
}

/** The folder of an instance that is one, among those that its engines share. */
export const connectSecrets = "connect-secrets";

/** Behind a file's name: not the name of any key, since `#` is escaped in those. */
const partMark = "#";
const restartMark = "#restart-due";

/**
 * The folder from which Kafka Connect's `DirectoryConfigProvider` reads the secrets of connectors: one file a connector and
 * key, for its owner only. What a connector runs with is in no other place: its configuration names the file.
 *
 * https://kafka.apache.org/43/configuration/configuration-providers/#directoryconfigprovider
 */
export class SecretFolder {
  readonly #folder: string;

  /** @param folder absolute; exists */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What stands in a connector's configuration instead of the value. */
  reference(connector: string, key: string): string {
    return `\${directory:${this.#folder}:${fileName(connector, key)}}`;
  }

  /** Hides everything that stands in the folder, and these values as well. */
  async redactor(more: Iterable<Secret> = []): Promise<Redact> {
    const kept = await Promise.all((await this.#names()).map((name) => this.#read(name)));
    return redactor([...kept, ...[...more].map((secret) => secret.reveal())]);
  }

  /** The keys of a connector whose values are not those that it was started with. */
  async changedKeys(connector: string, values: readonly SecretValue[]): Promise<readonly string[]> {
    if ((await this.#names()).includes(`${prefixOf(connector)}${restartMark}`))
      return values.map(({ key }) => key);
    const compared = await Promise.all(
      values.map(async ({ key, value }) => {
        const kept = await this.#read(fileName(connector, key)).catch(missing);
        return kept === value.reveal() ? [] : [key];
      }),
    );
    return compared.flat();
  }

  /**
   * Writes a connector's values and removes those that it does not have any more. Until {@link started} is called it counts
   * as not started with them, whatever happens to this process. Gives whether anything was changed.
   */
  async write(connector: string, values: readonly SecretValue[]): Promise<boolean> {
    const wanted = new Map(values.flatMap((value) => filesOf(connector, value)));
    const existing = await this.#namesOf(connector);
    const isStale = await Promise.all(
      [...wanted].map(async ([name, value]) => (await this.#read(name).catch(missing)) !== value),
    );
    const strays = existing.filter((name) => !wanted.has(name));
    if (strays.length === 0 && !isStale.includes(true)) return false;
    const mark = `${prefixOf(connector)}${restartMark}`;
    await this.#write(mark, "");
    for (const [name, value] of wanted) await this.#write(name, value);
    await this.#remove(strays.filter((name) => name !== mark));
    return true;
  }

  /** The connector runs with what was written. */
  async started(connector: string): Promise<void> {
    await this.#remove([`${prefixOf(connector)}${restartMark}`]);
  }

  /** Removes everything of a connector. */
  async remove(connector: string): Promise<void> {
    await this.#remove(await this.#namesOf(connector));
  }

  async #names(): Promise<readonly string[]> {
    return await readdir(this.#folder);
  }

  async #namesOf(connector: string): Promise<readonly string[]> {
    const prefix = prefixOf(connector);
    // A dot before a name: what a crash left half written.
    return (await this.#names()).filter((name) => name.startsWith(prefix) || name.startsWith(`.${prefix}`));
  }

  async #read(name: string): Promise<string> {
    return await readFile(join(this.#folder, name), "utf8");
  }

  /** A reader finds the old value or the new one, and nobody else than the owner ever reads either. */
  async #write(name: string, value: string): Promise<void> {
    await chmod(this.#folder, 0o700);
    const draft = join(this.#folder, `.${name}`);
    await rm(draft, { force: true });
    await using file = await open(draft, "wx", 0o600);
    await file.writeFile(value);
    await file.sync();
    await rename(draft, join(this.#folder, name));
  }

  async #remove(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => rm(join(this.#folder, name), { force: true })));
  }
}

function filesOf(
  connector: string,
  { key, value, parts }: SecretValue,
): readonly (readonly [string, string])[] {
  const name = fileName(connector, key);
  return [
    [name, value.reveal()],
    ...parts.map((part, index) => [`${name}${partMark}${index + 1}`, part.reveal()] as const),
  ];
}

function fileName(connector: string, key: string): string {
  return `${prefixOf(connector)}${encodeURIComponent(key)}`;
}

/** A dot ends it, so one connector's name is never the beginning of another's files. */
function prefixOf(connector: string): string {
  return `${encodeURIComponent(connector).replaceAll(".", "%2E")}.`;
}

function missing(): undefined {
  return undefined;
}
