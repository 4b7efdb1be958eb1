import { whyNoPython } from "../helpers/python-environment.ts";

const reason = whyNoPython();
if (reason !== undefined)
  process.stderr.write(`The tests with ClickHouse's engine are skipped: chDB cannot run, ${reason}.\n`);

/** Whether ClickHouse's engine can run on this machine; it is said where not. */
export const hasClickHouse = reason === undefined;
