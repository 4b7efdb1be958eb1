import {
  cumulating,
  day,
  EventTimeOracle,
  type Group,
  groupBy,
  hour,
  minute,
  second,
  tumbling,
} from "./event-time-oracle.ts";

/** What a device sends. */
export interface Reading {
  readonly reading_id: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly device_id: string;
  readonly site: string;
  readonly temperature: number;
  readonly humidity?: number;
  readonly battery: number;
  readonly firmware: { readonly version: string; readonly channel: "stable" | "beta" };
  readonly tags?: Readonly<Record<string, string>>;
}

type Row = Readonly<Record<string, unknown>>;

/** `provisional`: everything as far as it is known; `final`: what can no longer change. */
export type Form = "provisional" | "final";

/** What the domain `iot` must compute, written without looking at its SQL. Rows are as its results have them. */
export class IotOracle extends EventTimeOracle<Reading> {
  constructor() {
    super({
      timeOf: ({ timestamp }) => timestamp,
      idOf: ({ reading_id }) => reading_id,
      behindMs: 2 * minute + 10 * second,
    });
  }

  /** Rows of `device_minutes`, or of `device_minutes_final`. */
  deviceMinutes(form: Form): Row[] {
    const groups = this.groups(tumbling(minute), ({ device_id, site }) => JSON.stringify([device_id, site]));
    return this.#rows(groups, { form, interval: "PT1M" }, (group) => {
      const temperatures = valuesOf(group, ({ temperature }) => temperature);
      return {
        device_id: group.arrivals[0]?.event.device_id,
        site: group.arrivals[0]?.event.site,
        reading_count: group.arrivals.length,
        average_temperature: mean(temperatures),
        lowest_temperature: Math.min(...temperatures),
        highest_temperature: Math.max(...temperatures),
        last_temperature: last(group, ({ temperature }) => temperature),
        last_battery: last(group, ({ battery }) => battery),
      };
    });
  }

  /** Rows of `site_devices`, or of `site_devices_final`. */
  siteDevices(form: Form): Row[] {
    const groups = this.groups(tumbling(5 * minute), ({ site }) => site);
    return this.#rows(groups, { form, interval: "PT5M" }, (group) => ({
      site: group.key,
      device_count: deviceCount(group),
      average_humidity: mean(valuesOf(group, ({ humidity }) => humidity)),
    }));
  }

  /** Rows of `site_days`. */
  siteDays(): Row[] {
    const groups = this.groups(cumulating(day, hour), ({ site }) => site);
    return this.#rows(groups, { form: "final", interval: "P1D" }, (group) => ({
      site: group.key,
      reading_count: group.arrivals.length,
      device_count: deviceCount(group),
      average_temperature: mean(valuesOf(group, ({ temperature }) => temperature)),
      weakest_battery: Math.min(...valuesOf(group, ({ battery }) => battery)),
    }));
  }

  /** Rows of `device_alerts`. */
  deviceAlerts(): Row[] {
    return this.unique.flatMap(({ event, atMs }) => {
      const { reading_id, device_id, site, temperature, battery } = event;
      const alert = { reading_id, device_id, site, read_at: atMs };
      return [
        ...(temperature > 30 ? [{ ...alert, reason: "too hot", measured: temperature, threshold: 30 }] : []),
        ...(battery < 15 ? [{ ...alert, reason: "battery low", measured: battery, threshold: 15 }] : []),
      ];
    });
  }

  /** Rows of `readings_intake`. */
  intake(): Row[] {
    const startOf = ({ atMs }: { readonly atMs: number }) => Math.floor(atMs / minute) * minute;
    const unique = groupBy(this.unique, startOf);
    return [...groupBy(this.accepted, startOf)].map(([start, received]) => ({
      window_start: start,
      window_end: start + minute,
      received_count: received.length,
      unique_count: unique.get(start)?.length ?? 0,
      duplicate_count: received.length - (unique.get(start)?.length ?? 0),
    }));
  }

  #rows(
    groups: readonly Group<Reading>[],
    { form, interval }: { readonly form: Form; readonly interval: string },
    measures: (group: Group<Reading>) => Row,
  ): Row[] {
    return groups
      .filter((group) => form === "provisional" || this.isFinal(group))
      .map((group) => ({
        window_start: group.startMs,
        window_end: group.endMs,
        ...measures(group),
        aggregate_interval: interval,
        is_final: form === "final",
      }));
  }
}

function valuesOf(
  { arrivals }: Group<Reading>,
  valueOf: (reading: Reading) => number | undefined,
): readonly number[] {
  return arrivals.map(({ event }) => valueOf(event)).filter((value) => value !== undefined);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length;
}

/** The value with the latest time; of several the greatest. */
function last(group: Group<Reading>, valueOf: (reading: Reading) => number): number {
  const latest = Math.max(...group.arrivals.map(({ atMs }) => atMs));
  return Math.max(...group.arrivals.filter(({ atMs }) => atMs === latest).map(({ event }) => valueOf(event)));
}

function deviceCount({ arrivals }: Group<Reading>): number {
  return new Set(arrivals.map(({ event }) => event.device_id)).size;
}
