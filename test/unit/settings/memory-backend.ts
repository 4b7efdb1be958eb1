import type { SecretBackend } from "@millrace/settings";

/** A backend whose secrets the test changes, and which counts its reads. */
export class MemoryBackend implements SecretBackend {
  readonly name: string;
  readonly secrets = new Map<string, string>();
  reads = 0;
  failure: Error | undefined;

  constructor(name: string, secrets: Readonly<Record<string, string>> = {}) {
    this.name = name;
    for (const [key, value] of Object.entries(secrets)) this.secrets.set(key, value);
  }

  placeOf(name: string): string {
    return `${this.name}'s ${name}`;
  }

  async read(name: string): Promise<string | undefined> {
    this.reads += 1;
    if (this.failure !== undefined) throw this.failure;
    return this.secrets.get(name);
  }
}
