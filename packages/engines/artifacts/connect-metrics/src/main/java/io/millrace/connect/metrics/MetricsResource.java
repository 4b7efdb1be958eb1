package io.millrace.connect.metrics;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The worker's metrics in Prometheus' text form. */
@Path("/metrics")
public final class MetricsResource {
  @GET
  @Produces("text/plain; version=0.0.4; charset=utf-8")
  public String metrics() {
    return S3Writes.ALL.text();
  }
}
