package io.millrace.connect.metrics;

import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.rest.ConnectRestExtensionContext;

/** Adds {@code GET /metrics} to the worker's REST interface, so that it needs no port of its own. */
public final class MetricsExtension implements ConnectRestExtension {
  @Override
  public void register(ConnectRestExtensionContext context) {
    context.configurable().register(MetricsResource.class);
  }

  @Override
  public void configure(Map<String, ?> settings) {}

  @Override
  public void close() {}

  @Override
  public String version() {
    return AppInfoParser.getVersion();
  }
}
