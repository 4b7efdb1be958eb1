import type { DataPath } from "@millrace/domain";
import type { Origin } from "./origin.ts";

/** A value that knows where it came from; a list is one value. */
export interface Leaf {
  readonly value: unknown;
  readonly origin: Origin;
}

/** Settings as a tree of maps with leaves. */
export type Tree = Leaf | ReadonlyMap<string, Tree>;

/** Data with the way to tell where a part of it stands. */
export interface Layer {
  readonly value: unknown;
  readonly originOf: (path: DataPath) => Origin;
}

/**
 * Lays data over one another, the later over the earlier: maps are merged key by key; anything else, a list too, takes the
 * place of what was there; null takes away what was there, maps with all that is in them. What is missing, or was taken
 * away, gets its default in the end.
 */
export function mergeLayers(layers: readonly Layer[], defaults: Layer): ReadonlyMap<string, Tree> {
  const given = layers.reduce<Tree | undefined>(
    (tree, layer) => over(tree, { ...layer, path: [] }),
    undefined,
  );
  const fallback = over(undefined, { ...defaults, path: [] });
  return asMap(under(given, fallback));
}

/** The plain data of a tree. */
export function dataOf(tree: Tree): unknown {
  if (isLeaf(tree)) return tree.value;
  return Object.fromEntries([...tree].map(([key, child]) => [key, dataOf(child)]));
}

/** Every leaf with the path to it, sorted by path. */
export function leavesOf(
  tree: Tree,
  path: readonly string[] = [],
): readonly (Leaf & { readonly path: string })[] {
  if (isLeaf(tree)) return [{ ...tree, path: path.join(".") }];
  return [...tree]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

interface PlacedLayer extends Layer {
  readonly path: DataPath;
}

function over(tree: Tree | undefined, { value, originOf, path }: PlacedLayer): Tree | undefined {
  if (value === undefined) return tree;
  if (value === null) return undefined;
  if (typeof value !== "object" || Array.isArray(value)) return { value, origin: originOf(path) };
  const merged = new Map(asMap(tree));
  for (const [key, part] of Object.entries(value)) {
    const child = over(merged.get(key), { value: part, originOf, path: [...path, key] });
    if (child === undefined) merged.delete(key);
    else merged.set(key, child);
  }
  return merged;
}

function under(tree: Tree | undefined, fallback: Tree | undefined): Tree | undefined {
  if (tree === undefined) return fallback;
  if (fallback === undefined || isLeaf(tree) || isLeaf(fallback)) return tree;
  const missing = [...fallback].filter(([key]) => !tree.has(key));
  const filled = [...tree].map(([key, child]) => [key, under(child, fallback.get(key)) ?? child] as const);
  return new Map([...filled, ...missing]);
}

function asMap(tree: Tree | undefined): ReadonlyMap<string, Tree> {
  return tree === undefined || isLeaf(tree) ? new Map() : tree;
}

function isLeaf(tree: Tree): tree is Leaf {
  return !(tree instanceof Map);
}
