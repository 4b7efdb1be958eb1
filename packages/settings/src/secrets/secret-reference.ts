import { suggest } from "@millrace/domain";
import { SecretReferenceError } from "./errors.ts";

/** What a `${secret:…}` asks for. */
export interface SecretReference {
  /** As it stands in the text, the default left out: `${secret:vault:kv/db#password}`. */
  readonly text: string;
  /** Absent where the backends of the stage are asked in their order. */
  readonly backend?: string;
  readonly name: string;
  /** The part of a secret that is a JSON object. */
  readonly field?: string;
  /** What is taken where no backend has the secret; may be empty. */
  readonly fallback?: string;
}

const pattern = /\$\$\{|\$\{secret:([^{}]*)\}/g;

/** Whether a text names a secret. */
export function namesSecret(text: string): boolean {
  return partsOf(text, () => "found").includes("found");
}

/**
 * The secrets that a text names, in order: `${secret:name}`, `${secret:backend:name}`, either with `#field` behind the name
 * and `:-default` at the end. `$${` is a literal `${` and names none.
 *
 * @param backends the names that may stand before a colon; a name without a backend holds no colon itself
 * @throws SecretReferenceError
 */
export function findSecrets(text: string, backends: readonly string[]): readonly SecretReference[] {
  return partsOf(text, (body) => parseReference(body, backends)).filter((part) => typeof part !== "string");
}

/**
 * Replaces every `${secret:…}` of a text by what `valueOf` gives for it. Values are not looked at again; other
 * placeholders, and `$${`, stay as they are.
 */
export function replaceSecrets(
  text: string,
  backends: readonly string[],
  valueOf: (reference: SecretReference) => string,
): string {
  return partsOf(text, (body) => valueOf(parseReference(body, backends))).join("");
}

/** Splits a text at its secrets. */
function partsOf<Part>(text: string, read: (body: string) => Part): readonly (Part | string)[] {
  const parts: (Part | string)[] = [];
  let end = 0;
  for (const { 0: found, 1: body, index } of text.matchAll(pattern)) {
    if (body === undefined) continue;
    parts.push(text.slice(end, index), read(body));
    end = index + found.length;
  }
  return [...parts, text.slice(end)];
}

function parseReference(body: string, backends: readonly string[]): SecretReference {
  const cut = body.indexOf(":-");
  const place = cut === -1 ? body : body.slice(0, cut);
  const text = `\${secret:${place}}`;
  const colon = place.indexOf(":");
  const backend = colon === -1 ? undefined : place.slice(0, colon);
  if (backend !== undefined && !backends.includes(backend))
    throw new SecretReferenceError(text, `the unknown backend "${backend}"`, {
      expected: `one of ${backends.join(", ")}`,
      suggestion: suggest(backend, backends),
    });
  const [name = "", field, ...rest] = place.slice(colon + 1).split("#");
  if (name.trim() === "" || name !== name.trim() || field === "" || rest.length > 0)
    throw new SecretReferenceError(text, "no readable name", {
      expected: "${secret:name}, ${secret:backend:name} or ${secret:backend:name#field}",
    });
  return {
    text,
    name,
    ...(backend === undefined ? {} : { backend }),
    ...(field === undefined ? {} : { field }),
    ...(cut === -1 ? {} : { fallback: body.slice(cut + 2) }),
  };
}
