import { GetLoad } from "./get-load.ts";
import type { GetOrder } from "./get-order.ts";

process.on("message", (order: GetOrder) => {
  new GetLoad(order).run().then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  );
});
