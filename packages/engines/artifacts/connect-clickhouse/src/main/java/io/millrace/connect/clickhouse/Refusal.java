package io.millrace.connect.clickhouse;

import java.net.http.HttpResponse;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * An answer that says that rows were not stored.
 *
 * @param code ClickHouse's number of the error; 0 where something else has answered
 */
record Refusal(int status, int code, String text) {
  private static final Pattern CODE = Pattern.compile("\\ACode: (\\d+)\\.");
  private static final int SHOWN = 500;
  private static final int INCORRECT_DATA = 117;

  /** Errors of values: another row can be fine. The names are those of ClickHouse's ErrorCodes.cpp. */
  private static final Set<Integer> OF_A_ROW = Set.of(
      6, // CANNOT_PARSE_TEXT
      26, // CANNOT_PARSE_QUOTED_STRING
      27, // CANNOT_PARSE_INPUT_ASSERTION_FAILED
      38, // CANNOT_PARSE_DATE
      41, // CANNOT_PARSE_DATETIME
      53, // TYPE_MISMATCH
      69, // ARGUMENT_OUT_OF_BOUND
      70, // CANNOT_CONVERT_TYPE
      72, // CANNOT_PARSE_NUMBER
      INCORRECT_DATA,
      130, // CANNOT_READ_ARRAY_FROM_TEXT
      349, // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
      407, // DECIMAL_OVERFLOW
      469); // VIOLATED_CONSTRAINT

  /** Errors that somebody has to mend. Every other one, such as too many parts or too little memory, passes. */
  private static final Set<Integer> LASTING = Set.of(
      16, // NO_SUCH_COLUMN_IN_TABLE
      47, // UNKNOWN_IDENTIFIER
      60, // UNKNOWN_TABLE
      62, // SYNTAX_ERROR
      81, // UNKNOWN_DATABASE
      115, // UNKNOWN_SETTING
      164, // READONLY
      192, // UNKNOWN_USER
      193, // WRONG_PASSWORD
      497, // ACCESS_DENIED
      516); // AUTHENTICATION_FAILED

  static Refusal of(HttpResponse<String> response) {
    String body = response.body();
    Matcher named = CODE.matcher(body);
    int code = response.headers().firstValue("X-ClickHouse-Exception-Code").map(Integer::valueOf)
        .orElseGet(() -> named.find() ? Integer.parseInt(named.group(1)) : 0);
    return new Refusal(response.statusCode(), code, body.length() > SHOWN ? body.substring(0, SHOWN) + " …" : body);
  }

  /** @param table what could not be written to, for the message */
  ConnectException toException(String table) {
    String answer = code == 0 ? "something that is not ClickHouse answered " + status + ": " + text : text;
    if (lacksColumn()) return new ConnectException(table + " lacks a column of the records; \"millrace apply\" adds it: " + answer);
    if (OF_A_ROW.contains(code)) return new RowRefusedException(table + " refuses a row: " + answer);
    if (isLasting()) return new ConnectException(table + " takes no rows: " + answer);
    return new RetriableException(table + " takes no rows now, which are tried again: " + answer);
  }

  /** Said with the same number as faults of single rows. */
  private boolean lacksColumn() {
    return code == INCORRECT_DATA && text.contains("Unknown field found");
  }

  private boolean isLasting() {
    if (code != 0) return LASTING.contains(code);
    return status < 500 && status != 408 && status != 429;
  }
}
