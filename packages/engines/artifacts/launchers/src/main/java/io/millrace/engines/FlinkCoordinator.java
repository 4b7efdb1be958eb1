package io.millrace.engines;

import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.table.gateway.SqlGateway;

/**
 * Flink's JobManager and SQL Gateway in one JVM: both are small, share most of their classes and are of no use
 * without each other. Either one's failure ends the process.
 *
 * <p>Arguments: those of the JobManager ({@code --configDir <folder>}); the gateway reads {@code FLINK_CONF_DIR}.
 */
public final class FlinkCoordinator {
  private FlinkCoordinator() {}

  public static void main(String[] args) {
    Thread jobManager = new Thread(() -> StandaloneSessionClusterEntrypoint.main(args), "jobmanager-main");
    jobManager.setDaemon(true);
    jobManager.start();
    SqlGateway.main(new String[0]);
  }
}
