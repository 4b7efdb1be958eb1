/** What `GET /api/catalog` answers: all that the page can show, and what can be published. */
export interface Catalog {
  /** First word of topics: `test`, `prod`. */
  readonly stage: string;
  /** Where events are posted; null where the page cannot publish. */
  readonly publisher_url: string | null;
  readonly domains: readonly CatalogDomain[];
}

/** One domain, as far as the caller may read it. */
export interface CatalogDomain {
  readonly name: string;
  readonly doc?: string;
  readonly tables: readonly CatalogTable[];
  readonly panels: readonly CatalogPanel[];
  readonly events: readonly CatalogEvent[];
  /** What users do. Default: nothing is known of it. */
  readonly journeys?: readonly CatalogJourney[];
}

/** A Markov chain of events; `next` names steps, and a name that is none ends it. */
export interface CatalogJourney {
  readonly name: string;
  readonly weight: number;
  readonly start: string;
  readonly steps: readonly {
    readonly name: string;
    readonly event: string;
    readonly next: readonly { readonly name: string; readonly weight: number }[];
  }[];
}

/** A table whose rows are served. */
export interface CatalogTable {
  readonly name: string;
  readonly doc?: string;
  readonly changelogMode: "append" | "upsert";
  readonly primaryKey: readonly string[];
  readonly columns: readonly CatalogColumn[];
  readonly isWindow: boolean;
  readonly timeColumn?: string;
  readonly groupColumns: readonly string[];
  readonly measures: readonly string[];
  /** `always`: rows never change; `paired`: a row says when it is final; `never`: nothing says so. */
  readonly finality: "always" | "paired" | "never";
  /** The table that has the final rows of a paired one. */
  readonly finalTable?: string;
}

/** A column that is served; `type` is Postgres'. */
export interface CatalogColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly doc?: string;
  readonly unit?: string;
  readonly isMinorUnits?: boolean;
}

/** What is shown of one table, and how. */
export interface CatalogPanel {
  readonly name: string;
  readonly title: string;
  readonly doc?: string;
  readonly table: string;
  readonly kind: "line" | "bar" | "table" | "number";
  readonly timeColumn?: string;
  readonly groupColumns: readonly string[];
  readonly measures: readonly PanelMeasure[];
}

/** A column that is drawn. */
export interface PanelMeasure {
  readonly column: string;
  readonly title: string;
  /** A currency's code, or what the domain says: °C. */
  readonly unit?: string;
  /** Whether values count the currency's smallest units, such as cents. */
  readonly isMinorUnits?: boolean;
}

/** A type of event that can be posted to `publisher_url` + `path`. */
export interface CatalogEvent {
  readonly name: string;
  readonly path: string;
  readonly doc?: string;
  /** JSON schema of the body. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example: Readonly<Record<string, unknown>>;
  /** The attribute that says when it happened, and how it says it. */
  readonly event_time: { readonly attribute: string; readonly unit: "seconds" | "millis" | "iso" };
  /** The attribute that identifies it, where there is one; made at the door when it is left out. */
  readonly id_attribute?: string;
  /** Under which column results have an attribute's value, by attribute. */
  readonly columns: Readonly<Record<string, string>>;
}
