package io.millrace.connect.clickhouse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Inserts what was read as one batch. Offsets are committed after it, so that records can come again after a crash: a row
 * carries its record's offset, and the table keeps one row of a key and offset.
 */
public final class ClickHouseSinkTask extends SinkTask {
  /** How long Connect waits before it delivers a batch again that could not be inserted. */
  private static final long PAUSE_MS = 1_000;

  private ClickHouseTable table;
  private ErrantRecordReporter deadLetters;

  @Override
  public void start(Map<String, String> settings) {
    table = new ClickHouseTable(new SinkSettings(settings));
    deadLetters = context.errantRecordReporter();
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    List<Row> rows = new ArrayList<>(records.size());
    for (SinkRecord record : records) {
      try {
        Row.of(record).ifPresent(rows::add);
      } catch (DataException error) {
        refuse(record, error);
      }
    }
    if (!rows.isEmpty()) insert(rows);
  }

  /** Of a batch that holds a row which the table cannot, the others are inserted. */
  private void insert(List<Row> rows) {
    try {
      table.insert(rows);
    } catch (RowRefusedException error) {
      if (rows.size() == 1) {
        refuse(rows.get(0).record(), error);
        return;
      }
      int middle = rows.size() / 2;
      insert(rows.subList(0, middle));
      insert(rows.subList(middle, rows.size()));
    } catch (RetriableException error) {
      context.timeout(PAUSE_MS);
      throw error;
    }
  }

  private void refuse(SinkRecord record, ConnectException error) {
    if (deadLetters == null) throw error;
    deadLetters.report(record, error);
  }

  @Override
  public void stop() {}

  @Override
  public String version() {
    return AppInfoParser.getVersion();
  }
}
