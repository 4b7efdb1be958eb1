import { endOfJourney, type GeneratorJourney } from "@millrace/domain";

/** How many events a journey has on average: the expected number of steps until its end. */
export function meanLength({ start, steps }: GeneratorJourney): number {
  const indexOf = new Map(steps.map(({ name }, at) => [name, at]));
  const rows = steps.map(({ next }, at) => {
    const sum = next.reduce((total, { weight }) => total + weight, 0);
    const row: number[] = steps.map((_, column) => (column === at ? 1 : 0));
    for (const { name, weight } of next) {
      const to = indexOf.get(name);
      if (name !== endOfJourney && to !== undefined && sum > 0) row[to] = (row[to] ?? 0) - weight / sum;
    }
    return [...row, 1];
  });
  return solve(rows)[indexOf.get(start) ?? 0] ?? 1;
}

/** Solves linear equations, each a row of factors with the right side behind them (Gauss-Jordan with pivoting). */
function solve(equations: readonly (readonly number[])[]): readonly number[] {
  const rows = equations.map((row) => [...row]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = largestIn(rows, column);
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const top = rows[column] as number[];
    for (const row of rows) {
      if (row === top) continue;
      const factor = (row[column] as number) / (top[column] as number);
      for (let at = column; at <= size; at++) row[at] = (row[at] as number) - factor * (top[at] as number);
    }
  }
  return rows.map((row, at) => (row[size] as number) / (row[at] as number));
}

function largestIn(rows: readonly (readonly number[])[], column: number): number {
  let best = column;
  for (let at = column; at < rows.length; at++)
    if (Math.abs(rows[at]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = at;
  return best;
}
