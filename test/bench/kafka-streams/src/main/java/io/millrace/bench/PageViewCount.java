package io.millrace.bench;

/** One provisional count. */
record PageViewCount(String postcode, long windowStartMs, long windowEndMs, long count) {}
