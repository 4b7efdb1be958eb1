package io.millrace.workbench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;

/** Writes every change and every watermark as one line; the last line says that the file is complete. */
final class ChangesSink implements Sink<RowData> {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final SerializationSchema<RowData> encoder;
  private final int timeIndex;

  /** @param timeIndex where a row has the record's time; negative where it has none */
  ChangesSink(String path, SerializationSchema<RowData> encoder, int timeIndex) {
    this.path = path;
    this.encoder = encoder;
    this.timeIndex = timeIndex;
  }

  @Override
  public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
    try {
      encoder.open(context.asSerializationSchemaInitializationContext());
    } catch (Exception failure) {
      throw new IOException("the rows of " + path + " cannot be encoded", failure);
    }
    return new Writer(Files.newBufferedWriter(Path.of(path)));
  }

  private final class Writer implements SinkWriter<RowData> {
    private final BufferedWriter file;

    Writer(BufferedWriter file) {
      this.file = file;
    }

    @Override
    public void write(RowData row, Context context) throws IOException {
      boolean hasTime = timeIndex >= 0 && !row.isNullAt(timeIndex);
      Long time = hasTime ? row.getTimestamp(timeIndex, 3).getMillisecond() : null;
      file.write(ScriptLine.ofRow(row.getRowKind(), time, encoder.serialize(row)) + "\n");
      file.flush();
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException {
      file.write(ScriptLine.ofWatermark(watermark.getTimestamp()) + "\n");
    }

    @Override
    public void flush(boolean isEndOfInput) throws IOException {
      if (isEndOfInput) {
        file.write(ScriptLine.ofEnd() + "\n");
        file.flush();
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
