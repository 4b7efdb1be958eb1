/** A property of a type. */
export interface Member {
  readonly name: string;
  readonly type: string;
  readonly isOptional?: boolean;
  readonly doc?: string;
}

/** An object type, its members on lines of their own. */
export function objectType(members: readonly Member[]): string {
  if (members.length === 0) return "Readonly<Record<string, never>>";
  const lines = members.flatMap(({ name, type, isOptional, doc }) => [
    ...docComment(doc),
    `readonly ${name}${isOptional === true ? "?" : ""}: ${type};`,
  ]);
  return `{\n${indented(lines.join("\n"))}\n}`;
}

/** A doc comment's lines; none for no words. */
export function docComment(doc: string | undefined): readonly string[] {
  const words = doc?.replaceAll(/\s+/g, " ").replaceAll("*/", "* /").trim();
  return words === undefined || words === "" ? [] : [`/** ${words} */`];
}

export function unionOf(types: readonly string[]): string {
  return types.join(" | ");
}

export function quoted(text: string): string {
  return JSON.stringify(text);
}

export function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}

/** Sentences one after another, each with its full stop; those that are undefined are left out. */
export function sentences(...texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined && text !== "")
    .map((text) => (/[.!?]$/.test(String(text)) ? text : `${text}.`))
    .join(" ");
}

/** An array of a type. */
export function arrayType(item: string): string {
  return / \| /.test(item) && !item.startsWith("{") ? `readonly (${item})[]` : `readonly ${item}[]`;
}
