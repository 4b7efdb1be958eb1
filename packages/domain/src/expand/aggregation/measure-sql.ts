import type { AttributeInput } from "../../schema/attribute-schema.ts";
import type { Measure } from "./aggregation.ts";
import { lastSql, lastValueSql } from "./last-sql.ts";

/** How a measure is computed in the SELECT that groups. */
export function measureSql(measure: Measure, timeColumn: string): string {
  const { value } = measure;
  const filter = measure.where === undefined ? "" : ` FILTER (WHERE ${measure.where})`;
  const call = (name: string, argument: string) => `${name}(${argument})${filter}`;
  if (value === undefined) return call("COUNT", "*");
  const { sql, attribute } = value;
  // Flink adds and averages INT as INT, and averages whole numbers to whole numbers.
  const addend = attribute.type === "int" ? `CAST(${sql} AS BIGINT)` : sql;
  switch (measure.function) {
    case "count":
      return call("COUNT", sql);
    case "count_distinct":
      return call("COUNT", `DISTINCT ${sql}`);
    case "sum":
      return isNullable(measure) ? `COALESCE(${call("SUM", addend)}, 0)` : call("SUM", addend);
    case "avg":
      if (attribute.type === "double") return call("AVG", sql);
      return `CAST(${call("SUM", addend)} AS DOUBLE) / ${call("COUNT", sql)}`;
    case "min":
      return call("MIN", sql);
    case "max":
      return call("MAX", sql);
    case "last":
      return call("MAX", lastSql(sql, attribute, timeColumn));
  }
}

/** A measure out of what {@link measureSql} made; undefined where that is the measure itself. */
export function measureResultSql({ name, function: computes, value }: Measure): string | undefined {
  return computes === "last" && value !== undefined ? lastValueSql(name, value.attribute) : undefined;
}

/** Whether no row, or only rows without the attribute, may be measured. */
function isNullable({ value, where }: Measure): boolean {
  return value !== undefined && (where !== undefined || value.isOptional || value.isOfSomeTypes);
}

/** The column that a measure becomes. */
export function measureColumn(measure: Measure): AttributeInput {
  const { function: computes, value, doc = measureDoc(measure) } = measure;
  const type = measureType(measure);
  const mayBeMissing = ["avg", "min", "max", "last"].includes(computes) && isNullable(measure);
  const isPersonal = ["min", "max", "last"].includes(computes) && value?.attribute.personal === true;
  return {
    ...type,
    doc,
    ...(mayBeMissing ? { optional: true } : {}),
    ...(isPersonal ? { personal: true } : {}),
  };
}

function measureType({ function: computes, value }: Measure): AttributeInput {
  if (value === undefined || computes === "count" || computes === "count_distinct") return { type: "long" };
  if (computes === "avg") return { type: "double" };
  const { attribute } = value;
  if (computes !== "sum") return plainColumn(attribute);
  if (attribute.type === "int") return { type: "long" };
  // The precision that Flink gives a sum.
  return attribute.type === "decimal"
    ? ({ ...plainColumn(attribute), precision: 38 } as AttributeInput)
    : plainColumn(attribute);
}

/** An attribute's type as a result's column has it: what the door checks is left out. */
export function plainColumn(attribute: AttributeInput): AttributeInput {
  switch (attribute.type) {
    case "decimal":
      return { type: "decimal", precision: attribute.precision, scale: attribute.scale };
    case "money":
      return { type: "money", currency: attribute.currency };
    case "enum":
      return { type: "enum", values: attribute.values };
    case "string":
    case "int":
    case "long":
    case "double":
    case "boolean":
    case "timestamp":
      return { type: attribute.type };
    default:
      throw new Error(`a result of an aggregation has no column of type ${attribute.type}`);
  }
}

function measureDoc({ function: computes, value, where }: Measure): string {
  const of = value?.columnName.replaceAll("_", " ") ?? "rows";
  const words = {
    count: value === undefined ? "Number of rows" : `Number of rows with ${of}`,
    sum: `Sum of ${of}`,
    avg: `Mean of ${of}`,
    min: `Least ${of}`,
    max: `Greatest ${of}`,
    count_distinct: `Number of different values of ${of}`,
    last: `Latest ${of}`,
  }[computes];
  const unit =
    computes === "avg" && value?.attribute.type === "money"
      ? `, in minor units of ${value.attribute.currency}`
      : "";
  return `${words}${unit}${where === undefined ? "" : `, where ${where.replaceAll(/\s+/g, " ")}`}.`;
}
