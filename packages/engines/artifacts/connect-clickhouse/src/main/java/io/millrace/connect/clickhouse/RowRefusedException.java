package io.millrace.connect.clickhouse;

import org.apache.kafka.connect.errors.ConnectException;

/** A batch holds a row whose values the table cannot hold. */
final class RowRefusedException extends ConnectException {
  RowRefusedException(String message) {
    super(message);
  }
}
