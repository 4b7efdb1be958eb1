/** A frame as a browser would understand it. */
export interface SentFrame {
  readonly event: string;
  readonly id?: string;
  readonly data: {
    readonly rows?: readonly { readonly k: string; readonly v: number; readonly is_final: boolean }[];
    readonly removed?: readonly { readonly k: string }[];
    readonly reason?: string;
    readonly table?: string;
    readonly is_last?: boolean;
  };
}

/** Takes whole frames apart; comments are left out. */
export function parseFrames(text: string): readonly SentFrame[] {
  return text
    .split("\n\n")
    .filter((part) => part !== "" && !part.startsWith(":"))
    .map((part) => {
      const field = (name: string) =>
        part
          .split("\n")
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      const id = field("id");
      const data = JSON.parse(field("data") ?? "{}") as SentFrame["data"];
      return { event: field("event") ?? "", data, ...(id === undefined ? {} : { id }) };
    });
}
