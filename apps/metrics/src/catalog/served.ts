import type { Catalog } from "./catalog.ts";

/** What is served at present. It is replaced as a whole when a plan is applied. */
export class Served {
  /** Why what was written last is not served. */
  fault: string | undefined;
  #catalog: Catalog;
  readonly #listeners = new Set<(catalog: Catalog) => void>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  get catalog(): Catalog {
    return this.#catalog;
  }

  /** Serves this from now on, and tells everybody who asked to be told. */
  replace(catalog: Catalog): void {
    this.#catalog = catalog;
    this.fault = undefined;
    for (const listener of this.#listeners) listener(catalog);
  }

  /** Tells when something else is served. @returns ends the telling */
  onChange(listener: (catalog: Catalog) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
