import type { LiveMetric } from "@millrace/http";
import type { Admission } from "./admission.ts";
import type { ClientRates } from "./client-rates.ts";
import type { HeldAnswers } from "./held-answers.ts";

/** What metrics tell of limits. */
export interface AdmissionParts {
  readonly admission: Admission;
  readonly held: HeldAnswers;
  readonly rates?: ClientRates;
}

/** Metrics of what is under way and of what was not let in. */
export function admissionMetrics({ admission, held, rates }: AdmissionParts): readonly LiveMetric[] {
  return [
    {
      name: "ingest_in_flight_requests",
      help: "Requests with events that are under way",
      kind: "gauge",
      read: () => admission.facts.requests,
    },
    {
      name: "ingest_in_flight_bytes",
      help: "Bytes of bodies that are under way, as they count against their limit",
      kind: "gauge",
      read: () => admission.facts.bytes,
    },
    {
      name: "ingest_request_limit",
      help: "How many small requests may be under way at the moment; it follows how long they take",
      kind: "gauge",
      read: () => admission.facts.requestLimit,
    },
    {
      name: "ingest_overloaded_total",
      help: "Requests that were answered 503 OVERLOADED",
      kind: "counter",
      read: () => admission.facts.refused,
    },
    {
      name: "ingest_rate_limited_total",
      help: "Requests that were answered 429 RATE_LIMITED",
      kind: "counter",
      read: () => rates?.limited ?? 0,
    },
    {
      name: "ingest_held_answers",
      help: "Answers that are held back for a moment",
      kind: "gauge",
      read: () => held.count,
    },
  ];
}
