import { formatSettings, shownSettings } from "@millrace/settings";
import { describe, expect, it } from "vitest";
import { platformOf } from "./platform-files.ts";

describe("shown settings", () => {
  it("stand in a table with their origins", () => {
    const platform = platformOf("prefix: shared\nsecrets: { order: [env, vault] }", "", {
      env: { SAMPLE_EVENTS: "7" },
    });
    expect(formatSettings(shownSettings(platform))).toBe(
      [
        "clickhouse.database                 default                                  default",
        "clickhouse.password                 ${secret:clickhouse-password:-[secret]}  default",
        "clickhouse.user                     default                                  default",
        "domains                             all                                      default",
        "metrics.cors_origins                []                                       default",
        "metrics.database_pool_max           10                                       default",
        "metrics.max_stream_clients          2000                                     default",
        "metrics.statement_timeout           2 seconds                                default",
        "metrics.stream_buffer_bytes         1048576                                  default",
        "metrics.stream_heartbeat            15 seconds                               default",
        "prefix                              shared                                   config/platform.yaml:1:9",
        "publisher.auth                      required                                 default",
        "publisher.client_events_per_second  0                                        default",
        "publisher.cors_origins              []                                       default",
        "publisher.idempotency.horizon       1 hour                                   default",
        "publisher.idempotency.max_events    2000000                                  default",
        "publisher.kafka_patience            3 seconds                                default",
        "publisher.max_batch_bytes           67108864                                 default",
        "publisher.max_batch_items           10000                                    default",
        "publisher.max_body_bytes            1048576                                  default",
        "publisher.max_in_flight_bytes       67108864                                 default",
        "publisher.max_in_flight_requests    512                                      default",
        "publisher.spool_max_bytes           1073741824                               default",
        "publisher.trusted_proxies           0                                        default",
        "sample_events                       7                                        environment variable SAMPLE_EVENTS",
        "secrets.file.env_file               .env                                     default",
        "secrets.file.folder                 .secrets                                 default",
        "secrets.order                       env, vault                               config/platform.yaml:2:19",
        "secrets.ttl                         5 minutes                                default",
        "secrets.vault.token                 ${secret:env:VAULT_TOKEN}                default",
        "topics.partitions                   1                                        default",
        "topics.retention                    7 days                                   default",
      ].join("\n"),
    );
  });

  it("hide the default of a secret", () => {
    const platform = platformOf('secrets: { vault: { token: "${secret:env:T:-hvs.CAESIJ}" } }');
    const token = shownSettings(platform).find(({ path }) => path === "secrets.vault.token");
    expect(token?.value).toBe("${secret:env:T:-[secret]}");
  });
});
