/** Queries for ordered_views of the example domain, each with something that dt-sql-parser alone would refuse. */
export const bridgedQueries: readonly (readonly [what: string, query: string])[] = [
  [
    "a filtered aggregate",
    "SELECT CAST(COUNT(*) FILTER (WHERE view_id <> '') AS STRING) AS view_id FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ordered_at), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end",
  ],
  [
    "a call over a window within a value",
    "SELECT LAG(view_id) OVER w || 'x' AS view_id FROM orders WINDOW w AS (ORDER BY ordered_at)",
  ],
  [
    "a session window with an alias",
    "SELECT s.view_id FROM TABLE(SESSION(TABLE orders PARTITION BY (view_id, order_id), DESCRIPTOR(ordered_at), INTERVAL '5' MINUTES)) AS s",
  ],
  [
    "a window function without TABLE",
    "SELECT view_id FROM TUMBLE(TABLE orders, DESCRIPTOR(ordered_at), INTERVAL '5' MINUTES)",
  ],
  [
    "a window function over a query",
    "SELECT view_id FROM TABLE(TUMBLE((SELECT view_id, ordered_at FROM orders), DESCRIPTOR(ordered_at), INTERVAL '5' MINUTES))",
  ],
  ["rounding to a unit", "SELECT CAST(FLOOR(ordered_at TO MINUTE) AS STRING) AS view_id FROM orders"],
  ["a lenient cast", "SELECT TRY_CAST(view_id AS STRING) AS view_id FROM orders"],
  ["a part of a time", "SELECT CAST(EXTRACT(HOUR FROM ordered_at) AS STRING) AS view_id FROM orders"],
  [
    "words between arguments",
    "SELECT TRIM(BOTH ' ' FROM SUBSTRING(OVERLAY(view_id PLACING 'x' FROM 1) FROM 1 FOR 2)) AS view_id FROM orders",
  ],
  ["blanks trimmed", "SELECT TRIM(LEADING FROM view_id) AS view_id FROM orders"],
  ["arrays and maps", "SELECT MAP['a', ARRAY['b']]['a'][1] AS view_id FROM orders"],
  ["a field of a value", "SELECT CAST(ROW(view_id) AS ROW<id STRING>).id AS view_id FROM orders"],
  [
    "an interval with a precision",
    "SELECT view_id FROM orders WHERE ordered_at > TIMESTAMP '2021-01-01 00:00:00' - INTERVAL '100' DAY(3)",
  ],
  ["rows of values", "SELECT view_id FROM orders WHERE (view_id, order_id) IN (('a', 'b'), ('c', 'd'))"],
  [
    "counted elements",
    "SELECT t.word AS view_id FROM orders CROSS JOIN UNNEST(SPLIT(view_id, ' ')) WITH ORDINALITY AS t (word, number)",
  ],
  [
    "functions that are keywords",
    "SELECT CAST(CHAR_LENGTH(view_id) + SQRT(2) AS STRING) AS view_id FROM orders",
  ],
  ["names that are not reserved", "SELECT statistics.view_id FROM orders AS statistics"],
  [
    "such names beside the keywords that they look like",
    "SELECT MAX(following) OVER w AS view_id FROM (SELECT view_id AS following, ordered_at FROM orders) AS more WHERE following IS NOT JSON WINDOW w AS (ORDER BY ordered_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
  ],
  ["letters beyond ASCII", "SELECT 'ö 😀' || view_id AS view_id FROM orders -- 😀"],
];
