import { stat } from "node:fs/promises";
import { type Contract, readContract } from "./contract.ts";

/** The file of a contract, which may be written anew at any time. */
export class ContractFile {
  readonly #path: string;
  #readVersion: string | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws ContractError */
  async read(): Promise<Contract> {
    // Looked up first: what is written while it is read counts as a change.
    this.#readVersion = await this.#version();
    return await readContract(this.#path);
  }

  /** Whether there is another file than the one that was read. */
  async hasChanged(): Promise<boolean> {
    const version = await this.#version();
    return version !== undefined && version !== this.#readVersion;
  }

  async #version(): Promise<string | undefined> {
    const found = await stat(this.#path).catch(() => undefined);
    return found === undefined ? undefined : `${found.ino} ${found.mtimeMs} ${found.size}`;
  }
}
