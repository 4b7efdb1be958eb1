import type { FlinkValue } from "@millrace/flink";

/** A type, SQL that yields a value of it, and the value. */
type TypeCase = readonly [type: string, sql: string, value: FlinkValue];

/** Types that the gateway sends as JSON. */
export const SCALAR_TYPES: readonly TypeCase[] = [
  ["BOOLEAN NOT NULL", "TRUE", true],
  ["TINYINT NOT NULL", "CAST(-7 AS TINYINT)", -7],
  ["SMALLINT NOT NULL", "CAST(300 AS SMALLINT)", 300],
  ["INT NOT NULL", "2147483647", 2147483647],
  ["BIGINT NOT NULL", "CAST(9223372036854775807 AS BIGINT)", 9223372036854775807n],
  ["FLOAT NOT NULL", "CAST(1.1 AS FLOAT)", 1.1],
  ["DOUBLE NOT NULL", "CAST(1.0E300 AS DOUBLE)", 1e300],
  ["DOUBLE", "CAST('NaN' AS DOUBLE)", Number.NaN],
  ["DECIMAL(38, 18) NOT NULL", "CAST(1.10 AS DECIMAL(38, 18))", "1.100000000000000000"],
  [
    "DECIMAL(38, 0) NOT NULL",
    "CAST('12345678901234567890123456789012345678' AS DECIMAL(38, 0))",
    "12345678901234567890123456789012345678",
  ],
  ["CHAR(4) NOT NULL", "CAST('ab' AS CHAR(4))", "ab  "],
  ["STRING", "CAST('9007199254740993 \"1.10\" \\' AS STRING)", '9007199254740993 "1.10" \\'],
  ["BINARY(3) NOT NULL", "X'00ff10'", new Uint8Array([0, 255, 16])],
  ["DATE NOT NULL", "DATE '2024-02-29'", "2024-02-29"],
  ["TIME(0) NOT NULL", "TIME '10:11:00'", "10:11:00"],
  ["TIMESTAMP(9) NOT NULL", "TIMESTAMP '2024-02-29 10:11:12.123456789'", "2024-02-29T10:11:12.123456789"],
  [
    "TIMESTAMP(3) NOT NULL",
    "CAST(TIMESTAMP '0001-01-01 00:00:00' AS TIMESTAMP(3))",
    "0001-01-01T00:00:00.000",
  ],
  ["TIMESTAMP_LTZ(3)", "TO_TIMESTAMP_LTZ(1709201472500, 3)", "2024-02-29T10:11:12.500Z"],
  ["INTERVAL YEAR TO MONTH NOT NULL", "INTERVAL '1-2' YEAR TO MONTH", 14],
  ["INTERVAL DAY TO SECOND NOT NULL", "-INTERVAL '1 02:03:04.567' DAY TO SECOND", -93784567n],
  ["ARRAY<INT> NOT NULL", "ARRAY[1, CAST(NULL AS INT)]", [1, null]],
  [
    "MAP<CHAR(1) NOT NULL, BIGINT NOT NULL> NOT NULL",
    "MAP['k', CAST(9007199254740993 AS BIGINT)]",
    new Map([["k", 9007199254740993n]]),
  ],
  [
    "ROW<a INT, b ROW<c STRING, d ARRAY<DECIMAL(5, 2)>>> NOT NULL",
    "CAST(ROW(1, ROW('y', ARRAY[CAST(1.10 AS DECIMAL(5, 2))])) AS ROW<a INT, b ROW<c STRING, d ARRAY<DECIMAL(5, 2)>>>)",
    { a: 1, b: { c: "y", d: ["1.10"] } },
  ],
  ["STRING", "CAST(NULL AS STRING)", null],
];

/** Types for which the gateway's JSON has no form. */
export const EXOTIC_TYPES: readonly TypeCase[] = [
  ["MAP<INT NOT NULL, CHAR(1) NOT NULL> NOT NULL", "MAP[1, 'x']", new Map([[1, "x"]])],
  [
    "ARRAY<MAP<INT NOT NULL, INT NOT NULL> NOT NULL> NOT NULL",
    "ARRAY[MAP[1, 2, 3, 4]]",
    [
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
  ],
  ["MULTISET<INT NOT NULL> NOT NULL", "COLLECT(1)", new Map([[1, 1]])],
  ["VARIANT NOT NULL", `PARSE_JSON('{"a":[1,2.5,null]}')`, { variant: '{"a":[1,2.5,null]}' }],
];

/** Types asked for as plain text. */
export const PLAIN_TEXT_TYPES: readonly TypeCase[] = [
  ["BOOLEAN NOT NULL", "FALSE", false],
  ["BIGINT NOT NULL", "CAST(-9223372036854775807 AS BIGINT)", -9223372036854775807n],
  ["DECIMAL(10, 8) NOT NULL", "CAST(0.0000001 AS DECIMAL(10, 8))", "0.00000010"],
  ["BINARY(2) NOT NULL", "X'ff00'", new Uint8Array([255, 0])],
  ["TIMESTAMP_LTZ(3)", "TO_TIMESTAMP_LTZ(1709201472000, 3)", "2024-02-29T10:11:12.000Z"],
  ["INTERVAL DAY TO SECOND NOT NULL", "INTERVAL '1 02:03:04.567' DAY TO SECOND", 93784567n],
  [
    "ROW<a INT, b ARRAY<INT>> NOT NULL",
    "CAST(ROW(1, ARRAY[2, 3]) AS ROW<a INT, b ARRAY<INT>>)",
    { a: 1, b: [2, 3] },
  ],
  ["STRING", "CAST(NULL AS STRING)", null],
];
