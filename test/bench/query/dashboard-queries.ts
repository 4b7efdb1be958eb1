/** A kind of question that a dashboard asks, with requests that ask it of one stream after another. */
export interface QueryKind {
  readonly name: string;
  readonly paths: readonly string[];
}

/** As many streams have rows. */
export const streamCount = 240;
/** Requests of a kind that differ. */
const variants = 48;

/** What a dashboard asks, each as often as the others. */
export function dashboardQueries(): readonly QueryKind[] {
  const rows = "/api/rows/live-streams/stream_metrics_minute";
  return [
    { name: "newest row of each stream", paths: ["/metrics/latest"] },
    { name: "newest rows of an hour", paths: ["/metrics?minutes=60&limit=100"] },
    { name: "one stream's hour", paths: ofStreams((id) => `/metrics?minutes=60&limit=100&stream_id=${id}`) },
    { name: "top ten of an hour", paths: ["/streams/top?minutes=60&by=chat_messages&n=10"] },
    {
      name: "one stream's day as a line",
      paths: ofStreams((id) => `${rows}?minutes=1440&stream_id=${id}&order=window_start&limit=240`),
    },
  ];
}

/** The name of a stream. */
export function streamId(number: number): string {
  return `stream-${String(number).padStart(4, "0")}`;
}

function ofStreams(path: (id: string) => string): readonly string[] {
  return Array.from({ length: variants }, (_, at) => path(streamId((at * 7) % streamCount)));
}
