import { type Document, LineCounter, parseDocument, visit } from "yaml";
import type { DomainProblem } from "../problem.ts";
import { type Position, positionAt, type SourceFile } from "../source-file.ts";
import { type DataPath, keyOffsetOf, offsetOf } from "./yaml-position.ts";

/** A YAML document (or JSON, which YAML contains) as data that still knows where everything stands. */
export interface LoadedYaml {
  readonly file: string;
  readonly value: unknown;
  /** Where the value of a path stands; a missing one is said to be missing at its parent's key. */
  positionOf(path: DataPath): Position;
  /** Where the key of a path's last step stands. */
  positionOfKey(path: DataPath): Position;
}

/** A document that cannot become data, at an offset. */
interface Fault {
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
}

/** Aliases may repeat a part of a file so often; far more is a file that unfolds without end. */
const maxAliasCount = 1000;

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
  const parsed = toData(document, format);
  if ("faults" in parsed) return { problems: parsed.faults.map((fault) => toProblem(fault, source)) };
  const at = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  return {
    document: {
      file: source.path,
      value: parsed.value,
      positionOf: (path) => at(offsetOf(document, path)),
      positionOfKey: (path) => at(keyOffsetOf(document, path) ?? offsetOf(document, path)),
    },
    problems: [],
  };
}

function toData(
  document: Document.Parsed,
  format: "YAML" | "JSON",
): { readonly value: unknown } | { readonly faults: readonly Fault[] } {
  const faults = [...syntaxFaults(document, format), ...aliasFaults(document)];
  if (faults.length > 0) return { faults };
  try {
    return { value: document.toJS({ maxAliasCount }) };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return {
      faults: [{ offset: 0, found: "aliases of aliases without end", expected: "fewer repetitions" }],
    };
  }
}

function syntaxFaults(document: Document.Parsed, format: "YAML" | "JSON"): readonly Fault[] {
  return document.errors.map(({ pos, message }) => ({
    offset: pos[0],
    found: `a text that cannot be read (${message.charAt(0).toLowerCase()}${message.slice(1)})`,
    expected: `valid ${format}`,
  }));
}

/** Aliases that name nothing, or the very value that they stand in. */
function aliasFaults(document: Document.Parsed): readonly Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Alias(_key, alias, ancestors) {
      const target = alias.resolve(document);
      const offset = alias.range?.[0] ?? 0;
      const found = `the alias *${alias.source}`;
      if (target === undefined)
        faults.push({ offset, found, expected: `an anchor &${alias.source} that stands before it` });
      else if (ancestors.includes(target))
        faults.push({ offset, found: `${found} inside the value it names`, expected: "a value that ends" });
    },
  });
  return faults;
}

function toProblem({ offset, ...facts }: Fault, source: SourceFile): DomainProblem {
  return { file: source.path, path: "", ...positionAt(source.text, offset), ...facts };
}
