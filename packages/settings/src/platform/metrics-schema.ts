import { durationField } from "@millrace/domain";
import { z } from "zod";
import { listField, numberField } from "./fields.ts";
import { metricsNumbers } from "./metrics-limits.ts";

/** What platform.yaml may say of the metrics app. */
export const metricsSchema = z
  .strictObject({
    database_pool_max: numberField(metricsNumbers.database_pool_max),
    statement_timeout: durationField.nullish().meta({
      description: "How long a query may take; beyond it 503. Also STATEMENT_TIMEOUT_MS. Default: 2 seconds.",
    }),
    max_stream_clients: numberField(metricsNumbers.max_stream_clients),
    stream_buffer_bytes: numberField(metricsNumbers.stream_buffer_bytes),
    stream_heartbeat: durationField.nullish().meta({
      description:
        "How often a client of /events hears of a stream in which nothing happens. Also STREAM_HEARTBEAT_MS. Default: 15 seconds.",
    }),
    cors_origins: listField("a list of origins such as [https://shop.example]").nullish().meta({
      description: "Web pages of these origins may read, besides its own page. Default: none.",
    }),
  })
  .meta({
    description:
      "What the query API and the dashboard may take up. Who may read is said below publisher: auth, api_keys_file and jwt hold for both.",
  });
