package io.millrace.connect.clickhouse;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * One table, behind ClickHouse's HTTP interface.
 *
 * @see <a href="https://clickhouse.com/docs/interfaces/http">the interface</a>
 */
final class ClickHouseTable {
  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(10))
      .build();
  private final SinkSettings settings;
  private final URI insert;

  ClickHouseTable(SinkSettings settings) {
    this.settings = settings;
    this.insert = insertAddress(settings);
  }

  /**
   * Inserts rows as one statement, and returns when they are stored.
   *
   * @throws RowRefusedException when a row among them cannot be stored, of which none is stored then
   * @throws RetriableException when the server cannot take rows now
   * @throws ConnectException when it will not take them later either
   */
  void insert(List<Row> rows) {
    HttpRequest request = HttpRequest.newBuilder(insert)
        .timeout(Duration.ofMillis(settings.timeoutMs()))
        .header("X-ClickHouse-User", settings.user())
        .header("X-ClickHouse-Key", settings.password())
        .POST(BodyPublishers.ofByteArrays(rows.stream().map(Row::line).toList()))
        .build();
    HttpResponse<String> response = send(request);
    if (response.statusCode() != 200) throw Refusal.of(response).toException(describe());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException error) {
      String reason = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
      throw new RetriableException(describe() + " cannot be written to now (" + reason + "): the rows are tried again", error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new RetriableException("interrupted while " + describe() + " was written to", error);
    }
  }

  private String describe() {
    return "ClickHouse's table " + settings.database() + "." + settings.table() + " at " + settings.url();
  }

  private static URI insertAddress(SinkSettings settings) {
    Map<String, String> parameters = new TreeMap<>(Map.of(
        "database", settings.database(),
        "query", "INSERT INTO " + quoted(settings.table()) + " FORMAT JSONEachRow",
        // Answered when the rows are stored, with a status that says so.
        "async_insert", "0",
        "wait_end_of_query", "1",
        // A column that the table lacks, and nothing where something belongs, are refused rather than left out.
        "input_format_skip_unknown_fields", "0",
        "input_format_null_as_default", "0",
        // Rows that are replayed can be of many months.
        "throw_on_max_partitions_per_insert_block", "0"));
    String query = parameters.entrySet().stream()
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
    String base = settings.url().toString();
    return URI.create(base + (settings.url().getRawPath().isEmpty() ? "/" : "") + "?" + query);
  }

  private static String quoted(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }
}
