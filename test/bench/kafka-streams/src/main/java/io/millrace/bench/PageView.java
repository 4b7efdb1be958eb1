package io.millrace.bench;

/** What the aggregation needs of a page view; the postcode is the record's key. */
record PageView(long viewedAtMs) {}
