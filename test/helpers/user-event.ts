/** What callers of the domain send; `event_type` says which of the other attributes there are. */
export interface UserEvent {
  readonly event_id: string;
  readonly event_type: string;
  /** ISO 8601 with milliseconds and Z. */
  readonly timestamp: string;
  readonly user_id: string;
  readonly session_id: string;
  readonly user_agent?: string;
  readonly locale?: string;
  readonly ip_address?: string;
  readonly page_url?: string;
  readonly referrer?: string;
  readonly search_text?: string;
  readonly result_count?: number;
  readonly product_id?: string;
  readonly quantity?: number;
  /** Dollars, at most two digits behind the point. */
  readonly unit_price?: number;
  readonly order_id?: string;
  readonly items?: readonly { readonly product_id: string; readonly quantity: number }[];
  /** Dollars, at most two digits behind the point. */
  readonly total?: number;
  readonly method?: string;
}
