import { inject, test } from "vitest";
import { enginePid, waitForNewEnginePid } from "../helpers/engine-pid.ts";
import { PageViewRun } from "../helpers/page-view-run.ts";

test("a killed TaskManager changes no result", async () => {
  const stack = inject("stack");
  const run = await PageViewRun.begin(stack);
  const { left, right, unicode } = run.postcodes;
  const views = (minute: number) =>
    Array.from({ length: 300 }, (_, index) => {
      const postcode = [left, right, unicode][index % 3] as string;
      return run.view(postcode, run.at(minute, index % 60));
    });
  await run.post(views(0));
  const pid = await enginePid(stack, "flink-taskmanager");
  process.kill(pid, "SIGKILL");
  await run.post(views(1));
  await waitForNewEnginePid(stack, "flink-taskmanager", pid);
  await run.post(views(2));
  await run.advance(run.at(40));
  await run.expectCounts();
  await run.expectPostgres();
  await run.expectArchive();
});
