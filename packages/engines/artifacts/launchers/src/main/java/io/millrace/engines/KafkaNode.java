package io.millrace.engines;

import java.io.File;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * One Kafka node in KRaft mode: formats its log folder when that has not been done, then runs the broker in the same
 * JVM, which saves the start of a second one.
 *
 * <p>Arguments: the properties file, the log folder, then further arguments of {@code kafka-storage format}.
 */
public final class KafkaNode {
  private KafkaNode() {}

  public static void main(String[] args) {
    String properties = args[0];
    File logFolder = new File(args[1]);
    if (!new File(logFolder, "meta.properties").exists()) {
      int further = args.length - 2;
      String[] format = new String[5 + further];
      format[0] = "format";
      format[1] = "--config";
      format[2] = properties;
      format[3] = "--cluster-id";
      format[4] = Uuid.randomUuid().toString();
      System.arraycopy(args, 2, format, 5, further);
      int code = StorageTool.execute(format, System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(new String[] {properties});
  }
}
