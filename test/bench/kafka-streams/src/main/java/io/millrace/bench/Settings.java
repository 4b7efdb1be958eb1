package io.millrace.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What the application is told by who starts it, and how Kafka Streams is set up. */
record Settings(Map<String, String> given) {
  static Settings read(String path) throws IOException {
    return new Settings(new ObjectMapper().readValue(new File(path), new TypeReference<>() {}));
  }

  String inputTopic() {
    return required("input.topic");
  }

  String outputTopic() {
    return required("output.topic");
  }

  Schema inputSchema() {
    return new Schema.Parser().parse(required("input.schema"));
  }

  Schema outputSchema() {
    return new Schema.Parser().parse(required("output.schema"));
  }

  int outputSchemaId() {
    return Integer.parseInt(required("output.schema.id"));
  }

  /** Whether the application is tuned by hand; a plain one leaves every default that can stay. */
  boolean isTuned() {
    return Boolean.parseBoolean(required("tuned"));
  }

  /** What makes the application comparable, and, where it is tuned, what makes it faster. */
  Properties streams() {
    Properties streams = new Properties();
    streams.put(StreamsConfig.APPLICATION_ID_CONFIG, required("application.id"));
    streams.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, required("bootstrap.servers"));
    streams.put(StreamsConfig.STATE_DIR_CONFIG, required("state.dir"));
    streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, required("num.stream.threads"));
    streams.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, required("commit.interval.ms"));
    streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    streams.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    consumer(streams, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    if (isTuned()) {
      tune(streams);
    }
    return streams;
  }

  private static void tune(Properties streams) {
    streams.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
    // Room for every count that changes between two commits: each is written once a commit.
    streams.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64 * 1024 * 1024);
    // Both partitions' buffers stay full while the other is being worked on.
    streams.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 20_000);
    consumer(streams, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    consumer(streams, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 * 1024 * 1024);
    consumer(streams, ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 64 * 1024);
    consumer(streams, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    consumer(streams, ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1024 * 1024);
    streams.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
  }

  private static void consumer(Properties streams, String name, Object value) {
    streams.put(StreamsConfig.mainConsumerPrefix(name), value);
  }

  private String required(String name) {
    String value = given.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the setting " + name + " is missing");
    }
    return value;
  }
}
