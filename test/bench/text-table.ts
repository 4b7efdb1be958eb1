/** A cell of a {@link textTable}: numbers stand at the right. */
export type Cell = string | number;

/** Lines up rows under a head, two spaces between columns, a rule below the head. Numbers are written as they are. */
export function textTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column] ?? "").length)),
  );
  const isNumber = head.map((_, column) => rows.every((row) => typeof row[column] === "number"));
  const line = (cells: readonly Cell[]) =>
    widths
      .map((width, column) => {
        const text = String(cells[column] ?? "");
        return isNumber[column] === true ? text.padStart(width) : text.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}
