import { suggest } from "@millrace/common";
import type { EventPlan, PanelPlan, ServedTablePlan } from "@millrace/domain";
import { quotedName, type UnknownName, unknownName } from "@millrace/http";
import type { MetricsContract } from "./contract.ts";

/** What is served, by domain and name. */
export class Catalog {
  readonly contract: MetricsContract;
  /** Sorted; every domain that has something to show: a result, a panel or an event. */
  readonly domains: readonly string[];
  readonly #tables: ReadonlyMap<string, ServedTablePlan>;

  constructor(contract: MetricsContract) {
    this.contract = contract;
    const { served, panels, events } = contract;
    this.domains = [...new Set([...served, ...panels, ...events].map(({ domain }) => domain))].sort();
    this.#tables = new Map(served.map((table) => [pathOf(table), table]));
  }

  get stage(): string {
    return this.contract.stage;
  }

  get tables(): readonly ServedTablePlan[] {
    return this.contract.served;
  }

  table(domain: string, name: string): ServedTablePlan | undefined {
    return this.#tables.get(`${domain}/${name}`);
  }

  /** The table that holds the final rows of a paired one. */
  finalOf({ domain, finalTable }: ServedTablePlan): ServedTablePlan | undefined {
    return finalTable === undefined ? undefined : this.table(domain, finalTable);
  }

  tablesOf(domain: string): readonly ServedTablePlan[] {
    return this.tables.filter((table) => table.domain === domain);
  }

  panelsOf(domain: string): readonly PanelPlan[] {
    return this.contract.panels.filter((panel) => panel.domain === domain);
  }

  eventsOf(domain: string): readonly EventPlan[] {
    return this.contract.events.filter((event) => event.domain === domain);
  }

  /** Why {@link table} gives none. */
  noTable(domain: string, name: string): UnknownName {
    const domains = [...new Set(this.tables.map((table) => table.domain))].sort();
    if (!domains.includes(domain)) {
      const meant = suggest(domain.slice(0, 100), domains);
      const detail = `There is no domain ${quotedName(domain)} that serves rows, expected ${oneOf(domains)}.`;
      return unknownName(detail, meant === undefined ? undefined : `${meant}/${name}`);
    }
    const names = this.tablesOf(domain).map((table) => table.name);
    const meant = suggest(name.slice(0, 100), names);
    const detail = `Domain ${domain} serves no table ${quotedName(name)}, expected ${oneOf(names)}.`;
    return unknownName(detail, meant === undefined ? undefined : `${domain}/${meant}`);
  }
}

function pathOf({ domain, name }: ServedTablePlan): string {
  return `${domain}/${name}`;
}

function oneOf(names: readonly string[]): string {
  return names.length === 0 ? "none: no result is kept in Postgres" : `one of ${names.join(", ")}`;
}
