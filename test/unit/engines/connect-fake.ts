import { ConnectClient, type ConnectorState } from "../../../packages/engines/src/connect/connect-client.ts";

/** One answer of the fake worker; `body` is sent as JSON, or as it is when it is a text. */
export interface FakeAnswer {
  readonly status?: number;
  readonly body?: unknown;
}

/** A client of a worker that gives `answers` in turn, the last one again and again; `requests` tells what was asked. */
export function fakeConnect(...answers: readonly (FakeAnswer | Error)[]) {
  const requests: string[] = [];
  const bodies: unknown[] = [];
  let next = 0;
  const client = new ConnectClient({
    url: "http://connect/",
    busyTimeoutMs: 1000,
    delay: async () => undefined,
    fetch: async (input, init) => {
      requests.push(`${init?.method} ${String(input)}`);
      bodies.push(typeof init?.body === "string" ? JSON.parse(init.body) : undefined);
      const answer = answers[Math.min(next++, answers.length - 1)];
      if (answer instanceof Error) throw answer;
      const text = typeof answer?.body === "string" ? answer.body : JSON.stringify(answer?.body ?? {});
      return new Response(text, { status: answer?.status ?? 200 });
    },
  });
  return { client, requests, bodies };
}

/** An answer in which one connector has this state and these tasks. */
export function statusAnswer(
  name: string,
  connector: ConnectorState,
  ...tasks: readonly (ConnectorState | { trace: string })[]
) {
  const parts = tasks.map((task, id) =>
    typeof task === "string" ? { id, state: task } : { id, state: "FAILED", ...task },
  );
  return { body: { [name]: { status: { name, connector: { state: connector }, tasks: parts } } } };
}
