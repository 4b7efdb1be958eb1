package io.millrace.bench;

import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Counts page views per postcode and minute of event time, corrects a count while the grace of 30 minutes lasts, and drops
 * what comes later. The argument is a JSON file of texts, see {@link Settings}. Prints {@code state <name> <epoch ms>} at
 * every change of its state.
 */
public final class PageViewCounts {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofMinutes(30);
  private static final Duration STATE_KEPT = Duration.ofHours(1);

  private PageViewCounts() {}

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.read(args[0]);
    KafkaStreams streams = new KafkaStreams(topology(settings), settings.streams());
    streams.setStateListener(
        (now, before) -> System.out.println("state " + now + " " + System.currentTimeMillis()));
    streams.setUncaughtExceptionHandler(
        error -> {
          error.printStackTrace();
          return StreamThreadExceptionResponse.SHUTDOWN_APPLICATION;
        });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(10))));
    streams.start();
  }

  static Topology topology(Settings settings) {
    PageViewSerde pageViews = new PageViewSerde(settings.inputSchema(), settings.isTuned());
    PageViewCountSerde counts = new PageViewCountSerde(settings.outputSchema(), settings.outputSchemaId());
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(
            settings.inputTopic(),
            Consumed.with(Serdes.String(), pageViews)
                .withTimestampExtractor((record, partitionTime) -> ((PageView) record.value()).viewedAtMs()))
        // The records are keyed by postcode already: grouping by key needs no topic in between.
        .groupByKey(Grouped.with(Serdes.String(), pageViews))
        .windowedBy(TimeWindows.ofSizeAndGrace(WINDOW, GRACE))
        .count(
            Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("counts")
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.Long())
                .withRetention(STATE_KEPT))
        .toStream()
        .map(
            (windowed, count) ->
                KeyValue.pair(
                    windowed.key(),
                    new PageViewCount(
                        windowed.key(), windowed.window().start(), windowed.window().end(), count)))
        .to(settings.outputTopic(), Produced.with(Serdes.String(), counts));
    return builder.build(settings.streams());
  }
}
