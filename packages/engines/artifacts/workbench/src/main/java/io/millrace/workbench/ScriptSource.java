package io.millrace.workbench;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.RuntimeContextInitializationContextAdapters;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.source.legacy.RichSourceFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.flink.util.clock.SystemClock;

/**
 * Plays a script: each row, then the watermark that the table derives from it, one by one. The end of the script is the end of
 * the input, at which Flink closes every window.
 */
final class ScriptSource extends RichSourceFunction<RowData> {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final boolean isFollowed;
  private final DeserializationSchema<RowData> decoder;
  private final WatermarkStrategy<RowData> watermarks;
  private final boolean hasTime;
  private final AtomicBoolean isRunning = new AtomicBoolean(true);

  ScriptSource(
      String path,
      boolean isFollowed,
      DeserializationSchema<RowData> decoder,
      WatermarkStrategy<RowData> watermarks,
      boolean hasTime) {
    this.path = path;
    this.isFollowed = isFollowed;
    this.decoder = decoder;
    this.watermarks = watermarks;
    this.hasTime = hasTime;
  }

  @Override
  public void run(SourceContext<RowData> context) throws Exception {
    decoder.open(RuntimeContextInitializationContextAdapters.deserializationAdapter(getRuntimeContext()));
    WatermarkGenerator<RowData> generator =
        watermarks == null ? null : watermarks.createWatermarkGenerator(new GeneratorContext());
    Output output = new Output(context);
    try (ScriptFile script = new ScriptFile(Path.of(path), isFollowed, isRunning::get)) {
      for (ScriptLine line = script.next(); line != null; line = script.next()) {
        if (line.watermark() != null) {
          // A topic would not carry the watermarks of the statement that fills it.
          if (!isFollowed) {
            output.emitWatermark(new Watermark(line.watermark()));
          }
          continue;
        }
        RowData row = rowOf(line);
        context.collect(row);
        if (generator != null) {
          generator.onEvent(row, Long.MIN_VALUE, output);
        }
      }
    }
  }

  @Override
  public void cancel() {
    isRunning.set(false);
  }

  private RowData rowOf(ScriptLine line) throws Exception {
    RowData row = decoder.deserialize(line.row());
    row.setRowKind(line.kind());
    if (!hasTime) {
      return row;
    }
    Long time = line.time();
    if (time == null) {
      throw new IllegalArgumentException("the table has a time column of the record, and a line of " + path + " gives none");
    }
    return new JoinedRowData(row.getRowKind(), row, GenericRowData.of(TimestampData.fromEpochMillis(time)));
  }

  /** A watermark never goes back, whether a row or the script itself moves it. */
  private static final class Output implements WatermarkOutput {
    private final SourceContext<RowData> context;
    private long current = Long.MIN_VALUE;

    Output(SourceContext<RowData> context) {
      this.context = context;
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      if (watermark.getTimestamp() > current) {
        current = watermark.getTimestamp();
        context.emitWatermark(new org.apache.flink.streaming.api.watermark.Watermark(current));
      }
    }

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}
  }

  private final class GeneratorContext implements WatermarkGeneratorSupplier.Context {
    @Override
    public MetricGroup getMetricGroup() {
      return getRuntimeContext().getMetricGroup();
    }

    @Override
    public RelativeClock getInputActivityClock() {
      return SystemClock.getInstance();
    }
  }
}
