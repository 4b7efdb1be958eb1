import { describe, expect, it } from "vitest";
import { platformOf } from "./platform-files.ts";

describe("where ClickHouse is", () => {
  it("is nowhere where nobody says so", () => {
    expect(platformOf("clickhouse: { user: writer }").clickhouse).toBeUndefined();
  });

  it("stands in platform.yaml with defaults beside it", () => {
    expect(platformOf("clickhouse: { url: http://clickhouse:8123 }").clickhouse).toEqual({
      url: "http://clickhouse:8123",
      user: "default",
      password: "${secret:clickhouse-password:-}",
      database: "default",
    });
  });

  it("is said by variables before files", () => {
    const env = {
      CLICKHOUSE_URL: "https://ch.example",
      CLICKHOUSE_USER: "writer",
      CLICKHOUSE_DATABASE: "shop",
    };
    const { clickhouse } = platformOf("clickhouse: { url: http://clickhouse:8123 }", "", { env });
    expect(clickhouse).toMatchObject({ url: "https://ch.example", user: "writer", database: "shop" });
  });

  it.each(["hunter2", "${secret:clickhouse-password:-hunter2}", "${secret:a}${secret:b}"])(
    "holds no password in clear such as %s",
    (password) => {
      expect(() => platformOf(`clickhouse: { password: "${password}" }`)).toThrow(
        "clickhouse.password: found a value that is not shown, expected a reference such as ${secret:clickhouse-password}, because a secret does not stand in a file of the repository",
      );
    },
  );
});
