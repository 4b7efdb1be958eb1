import { describe, expect, it } from "vitest";
import { changedExample } from "./example-domain.ts";
import { lintExample } from "./lint-example.ts";

const minutes = "TABLE(TUMBLE(TABLE page_views, DESCRIPTOR(viewed_at), INTERVAL '1' MINUTE))";
const intoViews = "INSERT INTO ordered_views (view_id, ordered_at)\n";
const intoLatest = "INSERT INTO latest_views (view_id, postcode)\n";
const intoCounts = "INSERT INTO view_counts (window_start, window_end, postcode, view_count)\n";
const intoLive = "-- @state_ttl 1 hour\nINSERT INTO live_view_counts (window_start, postcode, view_count)\n";

async function codesOf(sql: string, domain?: string): Promise<readonly string[]> {
  return (await lintExample(sql, domain)).map(({ code }) => code);
}

describe("state that is kept for ever", () => {
  it.each([
    [
      "a join",
      "SELECT v.view_id, o.ordered_at FROM page_views AS v, orders AS o WHERE v.view_id = o.view_id",
    ],
    ["DISTINCT", "SELECT DISTINCT view_id, ordered_at FROM orders"],
    ["UNION", "SELECT view_id, ordered_at FROM orders UNION SELECT view_id, viewed_at FROM page_views"],
    [
      "a rank",
      "SELECT view_id, ordered_at FROM (SELECT view_id, ordered_at, ROW_NUMBER() OVER (PARTITION BY view_id ORDER BY ordered_at) AS n FROM orders) AS o WHERE n = 1",
    ],
    [
      "a step of WITH",
      "WITH d AS (SELECT DISTINCT view_id FROM orders) SELECT d.view_id, CAST(NULL AS TIMESTAMP(3)) FROM d",
    ],
    [
      "a subquery",
      "SELECT view_id, ordered_at FROM orders WHERE view_id IN (SELECT DISTINCT view_id FROM page_views)",
    ],
  ])("is found in %s", async (_what, query) => {
    expect(await codesOf(intoViews + query)).toEqual(["unbounded-state"]);
  });

  it.each([
    [
      "a window's groups",
      `${intoCounts}SELECT window_start, window_end, postcode, COUNT(*) AS view_count FROM ${minutes} GROUP BY window_start, window_end, postcode`,
    ],
    [
      "a window's top-n",
      `${intoViews}SELECT view_id, viewed_at FROM (SELECT view_id, viewed_at, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY viewed_at) AS n FROM ${minutes}) AS v WHERE n < 3`,
    ],
    [
      "a join of windows",
      `${intoViews}SELECT l.view_id, r.viewed_at FROM ${minutes} AS l JOIN ${minutes} AS r ON l.view_id = r.view_id AND l.window_start = r.window_start AND l.window_end = r.window_end`,
    ],
    [
      "a join of windows under other names",
      `${intoViews}WITH l AS (SELECT postcode, window_start AS s, window_end AS e FROM ${minutes} GROUP BY postcode, window_start, window_end), r AS (SELECT view_id, viewed_at, postcode, window_start AS s, window_end AS e FROM ${minutes}) SELECT r.view_id, r.viewed_at FROM l JOIN r ON l.postcode = r.postcode AND l.s = r.s AND l.e = r.e`,
    ],
    [
      "groups of windows' groups",
      `${intoCounts}SELECT s, e, postcode, MAX(n) FROM (SELECT window_start AS s, window_end AS e, postcode, webpage, COUNT(*) AS n FROM ${minutes} GROUP BY window_start, window_end, postcode, webpage) AS c GROUP BY s, e, postcode`,
    ],
    [
      "a join as of a time",
      `${intoViews}SELECT o.view_id, o.ordered_at FROM orders AS o JOIN live_view_counts FOR SYSTEM_TIME AS OF o.ordered_at AS c ON c.postcode = o.view_id`,
    ],
    [
      "arrays taken apart",
      `${intoViews}SELECT t.word, ordered_at FROM orders CROSS JOIN UNNEST(SPLIT(view_id, ' ')) AS t (word)`,
    ],
    [
      "a stretch of time",
      `${intoViews}SELECT MAX(view_id) OVER (PARTITION BY order_id ORDER BY ordered_at RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW), ordered_at FROM orders`,
    ],
    [
      "UNION ALL",
      `${intoViews}SELECT view_id, ordered_at FROM orders UNION ALL SELECT view_id, viewed_at FROM page_views`,
    ],
    [
      "a hint",
      `${intoViews}SELECT /*+ STATE_TTL('v' = '1 d', 'o' = '1 d') */ v.view_id, o.ordered_at FROM page_views AS v JOIN orders AS o ON v.view_id = o.view_id`,
    ],
  ])("is not found in %s", async (_what, sql) => {
    expect(await codesOf(sql)).toEqual([]);
  });
});

describe("a window's time column", () => {
  const over = (input: string, column: string) =>
    `${intoCounts}WITH v AS (${input}) SELECT window_start, window_end, postcode, COUNT(*) AS view_count FROM TABLE(TUMBLE(TABLE v, DESCRIPTOR(${column}), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, postcode`;

  it("is followed through steps and other names", async () => {
    expect(await codesOf(over("SELECT postcode, viewed_at AS seen_at FROM page_views", "seen_at"))).toEqual(
      [],
    );
    expect(await codesOf(over("SELECT postcode, sent_at AS seen_at FROM page_views", "seen_at"))).toEqual([
      "no-watermark",
    ]);
  });

  it("belongs to a table that has a watermark", async () => {
    const [problem] = await lintExample(
      over("SELECT postcode, window_end AS seen_at FROM view_counts", "seen_at"),
    );
    expect(problem).toMatchObject({
      code: "no-watermark",
      message: "view_counts has no watermark, so that no window over it ever ends",
      advice: "say in domain.yaml: results.view_counts.watermark: { column: window_end }",
    });
  });
});

describe("an upsert result's key", () => {
  it("may leave out what a window's start tells", async () => {
    const query = `SELECT window_start, postcode, COUNT(*) AS view_count FROM ${minutes} GROUP BY window_start, window_end, postcode`;
    expect(await codesOf(intoLive + query)).toEqual([]);
  });

  it("holds no aggregate", async () => {
    const query = `SELECT window_start, MAX(postcode) AS postcode, COUNT(*) AS view_count FROM ${minutes} GROUP BY window_start`;
    const [problem] = await lintExample(intoLive + query);
    expect(problem).toMatchObject({
      code: "sink-key",
      message:
        "this aggregate is in the key of live_view_counts (window_start, postcode), so that every change of it makes another row",
    });
  });

  it("is compared with values as they are written", async () => {
    const query =
      "SELECT FLOOR(viewed_at TO MINUTE) AS window_start, UPPER(postcode) AS postcode, COUNT(*) AS view_count FROM page_views GROUP BY FLOOR(viewed_at TO MINUTE), UPPER(postcode)";
    expect(await codesOf(intoLive + query)).toEqual([]);
  });

  it("may be a rank, of whatever groups", async () => {
    const domain = changedExample("key: [window_start, postcode]", "key: [window_start, view_count]");
    const counts = `SELECT window_start, postcode, COUNT(*) AS n FROM ${minutes} GROUP BY window_start, postcode`;
    const query = `WITH counts AS (${counts}), ranked AS (SELECT window_start, postcode, ROW_NUMBER() OVER (PARTITION BY window_start ORDER BY n DESC) AS place FROM counts)
SELECT window_start, postcode, place AS view_count FROM ranked WHERE place <= 3`;
    expect(await codesOf(intoLive + query, domain)).toEqual([]);
  });
});

describe("a statement of several steps", () => {
  const steps = (groups: string) =>
    `${intoLive}WITH counts AS (SELECT window_start AS minute_start, postcode, COUNT(*) AS n FROM ${minutes} GROUP BY ${groups}), named AS (SELECT minute_start, UPPER(postcode) AS p, n FROM counts)\nSELECT minute_start, p, n FROM named`;

  it("is followed to the step that groups", async () => {
    expect(await codesOf(steps("window_start, postcode"))).toEqual([]);
    expect(await codesOf(steps("window_start, postcode, webpage"))).toEqual(["sink-key"]);
  });

  it("writes no changing rows to an append result", async () => {
    const query =
      "WITH counts AS (SELECT view_id, MAX(ordered_at) AS m FROM orders GROUP BY view_id)\nSELECT view_id, m FROM counts";
    expect(await codesOf(`-- @state_ttl 1 hour\n${intoViews}${query}`)).toEqual(["updating-append"]);
  });
});

describe("an append result", () => {
  it("takes no aggregate over everything", async () => {
    expect(await codesOf(`${intoViews}SELECT MAX(view_id), MAX(ordered_at) FROM orders`)).toEqual([
      "updating-append",
    ]);
  });
});

describe("the machine's time", () => {
  it.each(["NOW()", "PROCTIME()", "CURRENT_DATE", "UNIX_TIMESTAMP()", "CURRENT_ROW_TIMESTAMP()"])(
    "is %s",
    async (clock) => {
      const query = `SELECT view_id, postcode FROM page_views WHERE CAST(${clock} AS STRING) <> view_id`;
      expect(await codesOf(intoLatest + query)).toContain("wall-clock");
    },
  );

  it("is found where a table is read as of it", async () => {
    const query =
      "SELECT o.view_id, c.postcode FROM orders AS o JOIN live_view_counts FOR SYSTEM_TIME AS OF PROCTIME() AS c ON c.postcode = o.view_id";
    expect(await codesOf(intoLatest + query)).toEqual(["engine-function", "wall-clock"]);
  });

  it("is not a text that is read as a time", async () => {
    const query = "SELECT view_id, postcode FROM page_views WHERE UNIX_TIMESTAMP(view_id) > 0";
    expect(await codesOf(intoLatest + query)).toEqual([]);
  });
});

describe("CURRENT_WATERMARK", () => {
  it("may be compared in either order", async () => {
    const query = "SELECT view_id, postcode FROM page_views WHERE CURRENT_WATERMARK(viewed_at) >= viewed_at";
    expect(await codesOf(intoLatest + query)).toEqual(["watermark-row-time"]);
  });

  it("needs no COALESCE where late rows are looked for", async () => {
    const query = `SELECT view_id, postcode FROM ${minutes} WHERE window_time <= CURRENT_WATERMARK(viewed_at) + INTERVAL '30' MINUTE`;
    expect(await codesOf(intoLatest + query)).toEqual([]);
  });
});

describe("hints", () => {
  it.each([
    ["'value.format' = 'avro-confluent'", "the format avro-confluent has another name on the other engine"],
    ["'connector' = 'jdbc'", "the table connector jdbc is not on both engines"],
    ["'kafka.retention.time' = '1 d'", "only Confluent Cloud knows the table option kafka.retention.time"],
  ])("do not hold %s", async (option, message) => {
    const [problem] = await lintExample(
      `${intoLatest}SELECT view_id, postcode FROM page_views /*+ OPTIONS(${option}) */`,
    );
    expect(problem?.code).toBe("engine-option");
    expect(problem?.message).toContain(message);
  });

  it("are not looked for in texts and comments", async () => {
    const query =
      "SELECT '/*+ OPTIONS(''connector'' = ''jdbc'') */' AS view_id, postcode FROM page_views -- /*+ OPTIONS('connector' = 'x') */";
    expect(await codesOf(intoLatest + query)).toEqual([]);
  });
});

describe("a domain that does not compile", () => {
  it("is told of beside what rules find", async () => {
    const domain = changedExample("key: view_id\n", "key: view_ids\n");
    const problems = await lintExample(`${intoLatest}SELECT postcode, view_id FROM page_views`, domain);
    expect(problems.map(({ code }) => code)).toEqual(["domain", "column-order", "column-order"]);
    expect(problems.find(({ code }) => code === "domain")).toMatchObject({
      message: expect.stringContaining('found the unknown column "view_ids"') as string,
      advice: 'did you mean "view_id"?',
    });
  });

  it("is told of once where a rule says the same", async () => {
    expect(await codesOf("INSERT INTO latest_views SELECT view_id, postcode FROM page_views")).toEqual([
      "column-list",
    ]);
  });

  it("is told of where a file holds no INSERT", async () => {
    const [problem] = await lintExample("CREATE TABLE t (a INT) WITH ('connector' = 'kafka')");
    expect(problem).toMatchObject({ code: "domain", line: 1, column: 1, endColumn: 7 });
    expect(problem?.advice).toContain("tables are compiled from domain.yaml");
  });
});
