import type { KafkaAdmin, RegistryClient } from "@millrace/kafka";
import type { HealthCheck } from "@millrace/http";
import type { EventCatalog } from "../catalog/event-catalog.ts";
import type { PublisherConfig } from "../config.ts";
import { kafkaCheck } from "./checks/kafka.ts";
import { type ReceiptState, receiptsCheck } from "./checks/receipts.ts";
import { registryCheck } from "./checks/registry.ts";
import { s3Check } from "./checks/s3.ts";
import { spoolCheck, type SpoolState } from "./checks/spool.ts";
import { streamJobsCheck } from "./checks/stream-jobs.ts";

/** What health looks at. */
export interface WatchedOptions {
  readonly admin: Pick<KafkaAdmin, "describeCluster">;
  readonly registry: Pick<RegistryClient, "subjects">;
  /** Default: there is no spool. */
  readonly spool?: () => SpoolState;
  /** Default: nothing is remembered. */
  readonly receipts?: () => ReceiptState;
  readonly watched: PublisherConfig["watched"];
  /** What is taken at this moment; the jobs and buckets behind it are looked at. */
  readonly catalog: () => EventCatalog;
}

/** Every check that the settings allow, by name. */
export function healthChecks(options: WatchedOptions): Readonly<Record<string, HealthCheck>> {
  const { admin, registry, spool, receipts, catalog } = options;
  const { flinkUrl, s3 } = options.watched;
  const pipeline = () => catalog().pipeline;
  return {
    kafka: kafkaCheck(admin),
    registry: registryCheck(registry),
    ...(spool === undefined ? {} : { spool: spoolCheck(spool) }),
    ...(receipts === undefined ? {} : { receipts: receiptsCheck(receipts) }),
    ...(flinkUrl === undefined
      ? {}
      : { streamJobs: streamJobsCheck({ url: flinkUrl, statements: () => pipeline().statements }) }),
    // The contract follows what is applied; the setting is for those who run the publisher by itself.
    ...(s3 === undefined
      ? {}
      : { s3: s3Check({ ...s3, buckets: () => [...new Set([...s3.buckets, ...pipeline().buckets])] }) }),
  };
}
