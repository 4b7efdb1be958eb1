package io.millrace.workbench;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.gateway.SqlGateway;

/**
 * A whole Flink in one JVM: a cluster and a SQL Gateway, started side by side. Either one's failure ends the process.
 *
 * <p>Argument: the configuration folder; the gateway reads {@code FLINK_CONF_DIR}.
 */
public final class FlinkWorkbench {
  private FlinkWorkbench() {}

  public static void main(String[] args) {
    Configuration configuration = GlobalConfiguration.loadConfiguration(args[0]);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(configuration.get(TaskManagerOptions.NUM_TASK_SLOTS))
                .build());
    Thread starter = new Thread(() -> start(cluster), "cluster-start");
    starter.setDaemon(true);
    starter.start();
    SqlGateway.main(new String[0]);
  }

  private static void start(MiniCluster cluster) {
    try {
      cluster.start();
    } catch (Exception failure) {
      failure.printStackTrace();
      System.exit(1);
    }
  }
}
