import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node } from "yaml";

/** Steps from a document's root: keys and indexes. */
export type DataPath = readonly (string | number)[];

/** The offset of a path's value; of a missing one, that of its parent's key. */
export function offsetOf(document: Document.Parsed, path: DataPath): number {
  let offset = startOf(document.contents) ?? 0;
  let node = followAlias(document.contents, document);
  for (const [depth, step] of path.entries()) {
    const next = childOf(node, step);
    if (next === undefined) return keyOffsetOf(document, path.slice(0, depth)) ?? offset;
    offset = startOf(next) ?? offset;
    node = followAlias(next, document);
  }
  return offset;
}

/** The offset of the key that is a path's last step; undefined for elements of lists and for what is not there. */
export function keyOffsetOf(document: Document.Parsed, path: DataPath): number | undefined {
  let node = followAlias(document.contents, document);
  for (const step of path.slice(0, -1)) node = followAlias(childOf(node, step), document);
  const key = path.at(-1);
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
  return isNode(pair?.key) ? startOf(pair.key) : undefined;
}

function childOf(node: unknown, step: string | number): Node | undefined {
  if (!isMap(node) && !isSeq(node)) return undefined;
  const child = node.get(step, true);
  return isNode(child) ? child : undefined;
}

function followAlias(node: unknown, document: Document.Parsed): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function startOf(node: Node | null | undefined): number | undefined {
  return node?.range?.[0];
}
