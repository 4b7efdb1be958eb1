import { type DataPath, type DomainProblem, dotted, type LoadedYaml } from "@millrace/domain";

/** What is wrong at a place of a test file. */
export interface Complaint {
  readonly found: string;
  readonly expected: string;
  readonly suggestion?: string | undefined;
  readonly hint?: string | undefined;
}

/** Gathers everything that is wrong with one test file, so that it is told at once. */
export class ProblemList {
  readonly problems: DomainProblem[] = [];
  readonly #document: LoadedYaml;

  constructor(document: LoadedYaml) {
    this.#document = document;
  }

  /** The value at the path is wrong. */
  value(path: DataPath, complaint: Complaint): void {
    this.#add(path, this.#document.positionOf(path), complaint);
  }

  /** The key that is the path's last step is wrong. */
  key(path: DataPath, complaint: Complaint): void {
    this.#add(path, this.#document.positionOfKey(path), complaint);
  }

  #add(path: DataPath, position: { line: number; column: number }, complaint: Complaint): void {
    const { found, expected, suggestion, hint } = complaint;
    this.problems.push({
      file: this.#document.file,
      ...position,
      path: dotted(path),
      found,
      expected,
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(hint === undefined ? {} : { hint }),
    });
  }
}
