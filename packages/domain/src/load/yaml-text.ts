import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from "yaml";
import type { DomainProblem } from "../problem.ts";
import type { Position, SourceFile } from "../source-file.ts";

/** Steps from a document's root: keys and indexes. */
export type DataPath = readonly (string | number)[];

/** A YAML document (or JSON, which YAML contains) as data that still knows where everything stands. */
export interface LoadedYaml {
  readonly file: string;
  readonly value: unknown;
  /** Where the value of a path stands; a missing one is said to be missing at its parent's key. */
  positionOf(path: DataPath): Position;
  /** Where the key of a path's last step stands. */
  positionOfKey(path: DataPath): Position;
}

/** Parses a text; syntax errors are returned as problems, and then there is no document. */
export function loadYaml(
  source: SourceFile,
  format: "YAML" | "JSON" = "YAML",
): {
  readonly document?: LoadedYaml;
  readonly problems: readonly DomainProblem[];
} {
  const lineCounter = new LineCounter();
  const document = parseDocument(source.text, { lineCounter, prettyErrors: false, stringKeys: true });
  if (document.errors.length > 0) {
    const expected = `valid ${format}`;
    return { problems: syntaxProblems(source, document, lineCounter).map((each) => ({ ...each, expected })) };
  }
  const at = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  return {
    document: {
      file: source.path,
      value: document.toJS({ maxAliasCount: 1000 }),
      positionOf: (path) => at(offsetOf(document, path)),
      positionOfKey: (path) => at(keyOffsetOf(document, path) ?? offsetOf(document, path)),
    },
    problems: [],
  };
}

function syntaxProblems(
  source: SourceFile,
  document: Document.Parsed,
  lineCounter: LineCounter,
): readonly Omit<DomainProblem, "expected">[] {
  return document.errors.map((error) => {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    const found = `a text that cannot be read (${lowerFirst(error.message)})`;
    return { file: source.path, line, column: col, path: "", found };
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function offsetOf(document: Document.Parsed, path: DataPath): number {
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

function keyOffsetOf(document: Document.Parsed, path: DataPath): number | undefined {
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
