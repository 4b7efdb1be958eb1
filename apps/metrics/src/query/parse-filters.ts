import type { ServedColumnPlan, ServedTablePlan } from "@millrace/domain";
import { readingOf } from "./column-value.ts";
import type { Parameters } from "./parameters.ts";
import { type Filter, type Operator, operators } from "./table-query.ts";

/**
 * Reads comparisons: `<column>=<value>` (several: any of them) and `<column>.<operator>=<value>`; whatever other parameter a
 * column is called like, `<column>.eq` means the column. To be called when all other parameters were asked for.
 */
export function parseFilters(parameters: Parameters, { columns }: ServedTablePlan): readonly Filter[] {
  return parameters.others.flatMap((parameter) => {
    const asked = columnIn(parameter, columns);
    return asked === undefined ? [] : parseFilter(parameters, parameter, asked);
  });
}

interface Asked {
  readonly column: ServedColumnPlan;
  readonly operator: Operator;
}

function columnIn(parameter: string, columns: readonly ServedColumnPlan[]): Asked | undefined {
  const plain = columns.find(({ name }) => name === parameter);
  if (plain !== undefined) return { column: plain, operator: "eq" };
  const operator = operators.find((each) => parameter.endsWith(`.${each}`));
  if (operator === undefined) return undefined;
  const column = columns.find(({ name }) => parameter === `${name}.${operator}`);
  return column && { column, operator };
}

function parseFilter(
  parameters: Parameters,
  parameter: string,
  { column, operator }: Asked,
): readonly Filter[] {
  const texts = parameters.all(parameter);
  const reading = readingOf(column.type);
  if (reading === undefined) {
    parameters.wrong(parameter, texts[0], `another column: lists, as ${column.name} has, are not compared`);
    return [];
  }
  if (texts.length > 1 && operator !== "eq" && operator !== "ne") {
    parameters.wrong(parameter, texts, "it once");
    return [];
  }
  const values = texts.flatMap((text) => {
    const value = reading.read(text);
    if (value === undefined) parameters.wrong(parameter, text, reading.expected);
    return value ?? [];
  });
  const [first, ...more] = [...new Set(values)];
  return first === undefined ? [] : [{ column: column.name, operator, values: [first, ...more] }];
}
