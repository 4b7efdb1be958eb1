package io.millrace.flink.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.KafkaException;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.flink.util.UserCodeClassLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the bytes of a table that cannot be read in its dead letter topic. */
final class DeadLetters {
  static final String CODE = "UNREADABLE_RECORD";
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final int ID_BYTES = 16;

  private final EventTable table;
  private final UserCodeClassLoader job;
  private KafkaProducer<byte[], byte[]> producer;
  private long kept;

  /** @param job says when the last task of the job has ended here */
  DeadLetters(EventTable table, UserCodeClassLoader job) {
    this.table = table;
    this.job = job;
  }

  /**
   * Returns once every in-sync replica has it.
   *
   * @throws IOException when they do not: the record must not count as read then
   */
  void keep(byte[] value, String reason) throws IOException {
    try {
      producer().send(deadLetter(value, reason)).get();
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw refused(error);
    } catch (ExecutionException | KafkaException error) {
      throw refused(error);
    }
    kept += 1;
    // The first, the second, the fourth: a topic full of them does not fill the log.
    if (Long.bitCount(kept) == 1)
      LOG.warn(
          "A record of topic {} cannot be read: {}. It is left out and kept in {}; {} so far.",
          table.topic(),
          reason,
          table.deadLetterTopic(),
          kept);
  }

  private ProducerRecord<byte[], byte[]> deadLetter(byte[] value, String reason) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(table.deadLetterTopic(), value);
    Map<String, String> headers =
        Map.of(
            "dead-letter-reason", reason,
            "dead-letter-code", CODE,
            "dead-letter-origin", "flink/" + table.name(),
            "dead-letter-time", Long.toString(System.currentTimeMillis()),
            "event-id", idOf(value),
            "original-topic", table.topic());
    headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  /** The same for the same bytes of the same topic: after a restart a record may be written again. */
  private String idOf(byte[] value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(table.topic().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return HexFormat.of().formatHex(digest.digest(value), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
  }

  /** Made for the first record: most jobs never need one. */
  private KafkaProducer<byte[], byte[]> producer() {
    if (producer != null) return producer;
    Map<String, Object> settings = new HashMap<>(table.producerSettings());
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "dead-letters-" + table.name() + "-" + UUID.randomUUID());
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // Any client reads it, and what was compressed when it came fits again.
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 32 << 20);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    ByteArraySerializer bytes = new ByteArraySerializer();
    KafkaProducer<byte[], byte[]> made = new KafkaProducer<>(settings, bytes, bytes);
    // A format is never told of its end.
    job.registerReleaseHookIfAbsent("dead-letters-" + UUID.randomUUID(), () -> made.close(Duration.ofSeconds(1)));
    producer = made;
    return made;
  }

  /** Without a cause: Flink and the doctor show the innermost one, and Kafka's does not say what was to be kept. */
  private IOException refused(Exception error) {
    Throwable cause = error instanceof ExecutionException && error.getCause() != null ? error.getCause() : error;
    return new IOException(
        "Topic "
            + table.deadLetterTopic()
            + " does not take a record of topic "
            + table.topic()
            + " that cannot be read; found: "
            + Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName())
            + ", expected: an acknowledgement. The job fails rather than lose it, and goes on by itself once the topic takes it.");
  }
}
