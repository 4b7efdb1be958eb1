import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const tests = "sql/page-views/tests";

/** A copy of the page view domain and its connectors, that a benchmark may edit. It is removed when it is disposed of. */
export class PageViewClone implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), "millrace-bench-"));

  constructor() {
    for (const folder of ["sql/page-views", "connectors"])
      cpSync(join(root, folder), join(this.root, folder), { recursive: true });
  }

  /** Copies the domain's example tests under further names until there are so many. */
  multiplyTests(count: number): void {
    const folder = join(this.root, tests);
    const names = readdirSync(folder);
    const examples = names.filter((name) => /^given:/m.test(readFileSync(join(folder, name), "utf8")));
    for (const name of names) if (!examples.includes(name)) rmSync(join(folder, name));
    for (let index = examples.length; index < count; index++) {
      const example = examples[index % examples.length] as string;
      cpSync(join(folder, example), join(folder, `copy-${index}-${example}`));
    }
    for (const name of examples.slice(count)) rmSync(join(folder, name));
  }

  /** Makes a stateless change that no edit before has made: late rows of one more web page are left out. */
  saveStatelessChange(number: number): void {
    const file = join(this.root, "sql/page-views/page_views_late.sql");
    const text = readFileSync(join(root, "sql/page-views/page_views_late.sql"), "utf8");
    writeFileSync(file, text.replace("WHERE ", `WHERE webpage <> 'hidden-${number}' AND `));
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
