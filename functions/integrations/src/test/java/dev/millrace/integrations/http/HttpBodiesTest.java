package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bodies of bytes and of parts.
class HttpBodiesTest {
  private final Client client = Client.embedded();
  private final RecordingServer server = RecordingServer.started();

  @BeforeEach
  void serve() {
    server.on("/", 200, "text/plain", "thanks");
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void bytes_go_out_as_what_they_stand_for() {
    send("\"bytes\": \"aMOpbGxv\"");

    assertThat(server.onlyRequest().body()).isEqualTo("héllo");
    assertThat(server.onlyRequest().header("content-type")).contains("application/octet-stream");
    assertThat(server.onlyRequest().header("content-length")).contains("6");
  }

  @Test
  void parts_go_out_in_their_order_each_with_what_it_says_of_itself() {
    send(
        """
        "multipart": {"day": "1 May", "id": [7, 8.0], "none": null,
          "orders": {"text": "a;b", "filename": "o\\"r.csv", "type": "text/csv"},
          "meta": {"json": {"open": true}}, "raw": {"bytes": "AQ==", "filename": "x.bin"}}""");

    var request = server.onlyRequest();
    var type = request.header("content-type").orElseThrow();
    assertThat(type).startsWith("multipart/form-data; boundary=millrace-");
    var boundary = "--" + type.substring(type.indexOf('=') + 1);
    assertThat(List.of(request.body().split(boundary, -1)))
        .containsExactly(
            "",
            part("name=\"day\"", "", "1 May"),
            part("name=\"id\"", "", "7"),
            part("name=\"id\"", "", "8"),
            part("name=\"orders\"; filename=\"o%22r.csv\"", "Content-Type: text/csv\r\n", "a;b"),
            part("name=\"meta\"", "Content-Type: application/json\r\n", "{\"open\":true}"),
            part(
                "name=\"raw\"; filename=\"x.bin\"",
                "Content-Type: application/octet-stream\r\n",
                "\u0001"),
            "--\r\n");
  }

  @Test
  void the_same_parts_are_the_same_bytes_and_others_have_another_boundary() {
    send("\"multipart\": {\"a\": \"1\"}");
    send("\"multipart\": {\"a\": \"1\"}");
    send("\"multipart\": {\"a\": \"2\"}");

    var bodies = server.requests().stream().map(RecordingServer.Recorded::body).toList();
    assertThat(bodies.get(0)).isEqualTo(bodies.get(1));
    assertThat(boundary(bodies.get(2))).isNotEqualTo(boundary(bodies.get(0)));
  }

  /// Whoever writes what goes into a part may know the boundary of a former request.
  @Test
  void a_part_cannot_end_itself() {
    send("\"multipart\": {\"a\": \"1\"}");
    var known = boundary(server.onlyRequest().body());

    send("\"multipart\": {\"a\": \"1\\r\\n" + known + "--\\r\\n\"}");

    var body = server.requests().getLast().body();
    assertThat(boundary(body)).isNotEqualTo(known);
    assertThat(body.split(boundary(body), -1)).hasSize(3);
  }

  @Test
  void a_name_cannot_begin_another_header() {
    send("\"multipart\": {\"a\\r\\nX: y\": \"1\"}");

    assertThat(server.onlyRequest().body()).contains("name=\"a%0D%0AX: y\"");
  }

  private void send(String body) {
    assertThat(client.execute("{\"post\": \"" + server.url("/") + "\", " + body + "}"))
        .isInstanceOf(Execution.Done.class);
  }

  private static String part(String disposition, String more, String body) {
    return "\r\nContent-Disposition: form-data; %s\r\n%s\r\n%s\r\n"
        .formatted(disposition, more, body);
  }

  private static String boundary(String body) {
    return body.substring(0, body.indexOf('\r'));
  }
}
