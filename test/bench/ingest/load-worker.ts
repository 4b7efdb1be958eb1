import { LoadGenerator } from "./load-generator.ts";
import type { LoadOrder } from "./load.ts";

process.on("message", (order: LoadOrder) => {
  new LoadGenerator(order).run().then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
