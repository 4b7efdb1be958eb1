package io.millrace.connect.metrics;

/** How long writes took: Prometheus' histogram, in seconds. */
final class WriteTimes {
  private static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

  private final long[] counts = new long[BOUNDS.length + 1];
  private double sum;

  synchronized void add(double seconds) {
    int at = 0;
    while (at < BOUNDS.length && seconds > BOUNDS[at]) at++;
    counts[at]++;
    sum += seconds;
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(counts.clone(), sum);
  }

  /** The counts as they were at one moment. */
  record Snapshot(long[] counts, double sum) {
    long count() {
      long total = 0;
      for (long each : counts) total += each;
      return total;
    }

    void print(StringBuilder out, String name, String labels) {
      long total = 0;
      for (int at = 0; at < counts.length; at++) {
        total += counts[at];
        String end = at < BOUNDS.length ? Double.toString(BOUNDS[at]) : "+Inf";
        S3Writes.line(out, name + "_bucket", labels + ",le=\"" + end + '"', total);
      }
      S3Writes.line(out, name + "_sum", labels, sum);
      S3Writes.line(out, name + "_count", labels, total);
    }
  }
}
