import { inject, test } from "vitest";
import { millrace } from "../helpers/millrace.ts";
import { PageViewRun } from "../helpers/page-view-run.ts";

test("a stopped and started stack has every row and goes on counting", async () => {
  const stack = inject("stack");
  const run = await PageViewRun.begin(stack);
  const { left, right, slash } = run.postcodes;
  await run.post([left, right, slash].map((postcode) => run.view(postcode, run.at(0, 5))));
  await run.expectCounts();

  await millrace(["down"], stack.env);
  await millrace(["up", "--detach"], stack.env);

  await run.post([run.view(left, run.at(0, 50)), run.view(slash, run.at(0, 1))]);
  await run.advance(run.at(40));
  await run.expectCounts();
  await run.expectPostgres();
  await run.expectArchive();
});

test("a start after a crash of the supervisor cleans up and loses nothing", async () => {
  const stack = inject("stack");
  const run = await PageViewRun.begin(stack);
  const { left, right } = run.postcodes;
  await run.post([left, right, right].map((postcode) => run.view(postcode, run.at(0, 5))));
  await run.expectCounts();

  const { stdout } = await millrace(["status", "--json"], stack.env);
  process.kill((JSON.parse(stdout) as { supervisor: number }).supervisor, "SIGKILL");
  await millrace(["status"], stack.env, "capture", 3);
  await millrace(["up", "--detach"], stack.env);

  await run.post([run.view(left, run.at(0, 50))]);
  await run.advance(run.at(40));
  await run.expectCounts();
  await run.expectPostgres();
  await run.expectArchive();
});
