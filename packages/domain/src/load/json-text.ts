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
  return loadYaml(source);
}

function syntaxProblem(source: SourceFile, error: SyntaxError): DomainProblem {
  const position = /position (\d+)/.exec(error.message)?.[1];
  const offset = position === undefined ? source.text.trimEnd().length : Number(position);
  const found = position === undefined ? "an end that comes too early" : "a text that is not JSON";
  return { file: source.path, path: "", ...positionAt(source.text, offset), found, expected: "valid JSON" };
}
