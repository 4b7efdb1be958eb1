import { parseDocument } from "yaml";
import type { DomainProblem } from "../problem.ts";
import { positionAt, type SourceFile } from "../source-file.ts";
import { type LoadedYaml, loadYaml } from "./yaml-text.ts";

/** Parses JSON strictly, and keeps positions by reading it once more as the YAML that it also is. */
export function loadJson(source: SourceFile): {
  readonly document?: LoadedYaml;
  readonly problems: readonly DomainProblem[];
} {
  try {
    JSON.parse(source.text);
  } catch (error) {
    return { problems: [syntaxProblem(source, error as SyntaxError)] };
  }
  return loadYaml(source, "JSON");
}

function syntaxProblem(source: SourceFile, error: SyntaxError): DomainProblem {
  const position = positionAt(source.text, faultOffset(source.text, error));
  return {
    file: source.path,
    path: "",
    ...position,
    found: "a text that is not JSON",
    expected: "valid JSON",
  };
}

/** Node names a position in some of its messages only; for the others a YAML parser finds the same fault. */
function faultOffset(text: string, error: SyntaxError): number {
  const named = /position (\d+)/.exec(error.message)?.[1];
  if (named !== undefined) return Number(named);
  return parseDocument(text, { schema: "json" }).errors[0]?.pos[0] ?? text.trimEnd().length;
}
