import type { Claim, EventKey, Place, Receipt, Receipts } from "@millrace/publisher";

/** Receipts in a Map, without an end: what others are compared with. */
export class MapReceipts implements Receipts {
  readonly #receipts = new Map<string, Receipt | Promise<Receipt | undefined>>();
  readonly #settling = new Map<string, (receipt: Receipt | undefined) => void>();

  claim(keys: readonly EventKey[]): readonly Claim[] {
    return keys.map((key) => {
      const name = nameOf(key);
      const known = this.#receipts.get(name);
      if (known !== undefined) return known;
      this.#receipts.set(name, new Promise((resolve) => this.#settling.set(name, resolve)));
      return "new";
    });
  }

  peek(keys: readonly EventKey[]): readonly (Receipt | undefined)[] {
    return keys.map((key) => {
      const known = this.#receipts.get(nameOf(key));
      return known instanceof Promise ? undefined : known;
    });
  }

  async settle(keys: readonly EventKey[], receipts: readonly (Receipt | undefined)[]): Promise<void> {
    keys.forEach((key, at) => {
      const name = nameOf(key);
      const receipt = receipts[at];
      if (receipt === undefined) this.#receipts.delete(name);
      else this.#receipts.set(name, receipt);
      this.#settling.get(name)?.(receipt);
      this.#settling.delete(name);
    });
  }

  moved(key: EventKey, place: Place): void {
    const known = this.#receipts.get(nameOf(key));
    if (known !== undefined && !(known instanceof Promise))
      this.#receipts.set(nameOf(key), { ...known, place });
  }

  async find(eventId: string): Promise<readonly Receipt[]> {
    const found = [...this.#receipts].filter(([name]) => name.endsWith(`\0${eventId}`));
    return found.flatMap(([, receipt]) => (receipt instanceof Promise ? [] : [receipt]));
  }
}

function nameOf({ topic, eventId }: EventKey): string {
  return `${topic}\0${eventId}`;
}
