import type { Column } from "@millrace/domain";
import type { Faults } from "./faults.ts";

/**
 * Checks a value of a payload and turns it into what Avro encodes. What is wrong is added to the faults, and then the
 * result means nothing.
 */
export type Reader = (value: unknown, faults: Faults) => unknown;

/** Makes the reader of a column; how nested types get theirs. */
export type ReaderOf = (column: Column) => Reader;
