import { randomUUID } from "node:crypto";
import { partitionOf } from "@millrace/kafka";
import { DomainRun, type Row } from "./domain-run.ts";
import { minute } from "./event-time-oracle.ts";
import { IotOracle, type Reading } from "./iot-oracle.ts";
import type { StackAddresses } from "./millrace.ts";

const partitions = 2;

/** One test's share of the running sensors: sites of its own; what it posts is told to the oracle. */
export class IotRun {
  readonly oracle = new IotOracle();
  /** Part of every identifier, so that nobody else's readings are taken for this run's. */
  readonly id = randomUUID().slice(0, 8);
  readonly #run: DomainRun;
  readonly #pacemakers: readonly string[];

  private constructor(run: DomainRun) {
    this.#run = run;
    this.#pacemakers = Array.from({ length: partitions }, (_, partition) => this.#deviceIn(partition));
  }

  static async begin(stack: StackAddresses): Promise<IotRun> {
    const options = { domain: "iot", eventTopic: "iot.readings", alignMs: 5 * minute };
    return new IotRun(await DomainRun.begin(stack, options));
  }

  /** Epoch milliseconds, so far after the run's beginning. */
  at(minutes: number, seconds = 0): number {
    return this.#run.at(minutes, seconds);
  }

  async post(readings: readonly Reading[]): Promise<void> {
    await this.#run.post("reading", readings);
    this.oracle.accept(readings);
  }

  /** Posts one reading a partition and waits until event time has come there. */
  async advance(minutes: number): Promise<void> {
    await this.post(
      this.#pacemakers.map((device_id) => ({
        reading_id: randomUUID(),
        timestamp: this.at(minutes),
        device_id,
        site: `pacemakers ${this.id}`,
        temperature: 20,
        battery: 100,
        firmware: { version: "1.0.0", channel: "beta" },
      })),
    );
    this.oracle.eventTimeReached(this.at(minutes));
    await this.#run.reach(this.oracle.watermarkMs);
  }

  /** Waits until Kafka's committed rows and Postgres' rows are what the oracle says, exactly. */
  async expectResults(): Promise<void> {
    const { oracle } = this;
    await this.#expectUpserts("device_minutes", oracle.deviceMinutes("provisional"));
    await this.#expectUpserts("site_devices", oracle.siteDevices("provisional"));
    await this.#expectAppends("device_minutes_final", oracle.deviceMinutes("final"));
    await this.#expectAppends("site_devices_final", oracle.siteDevices("final"));
    await this.#expectAppends("site_days", oracle.siteDays());
    await this.#expectAppends("device_alerts", oracle.deviceAlerts());
    const isMine = (row: Row) => Number(row.window_end) > this.#run.startMs;
    await this.#run.expectUpserts({ topic: "iot.readings.intake", rows: oracle.intake(), isMine });
  }

  #expectUpserts(table: string, rows: readonly Row[]): Promise<void> {
    const topic = `iot.${table.replaceAll("_", "-")}.provisional`;
    return this.#run.expectUpserts({ table, topic, rows, isMine: this.#isMine });
  }

  #expectAppends(table: string, rows: readonly Row[]): Promise<void> {
    const topic = `iot.${table.replace(/_final$/, "").replaceAll("_", "-")}`;
    return this.#run.expectAppends({ table, topic, rows, isMine: this.#isMine });
  }

  readonly #isMine = (row: Row): boolean => String(row.site).endsWith(this.id);

  #deviceIn(partition: number): string {
    for (let number = 0; ; number += 1) {
      const device = `pacemaker-${number} ${this.id}`;
      if (partitionOf(Buffer.from(device), partitions) === partition) return device;
    }
  }
}
