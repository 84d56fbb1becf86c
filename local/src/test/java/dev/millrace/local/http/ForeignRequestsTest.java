package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.TestHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No web page can drive the API through its user's browser.
class ForeignRequestsTest {
  private static TestHost host;
  private static ApiClient api;

  @BeforeAll
  static void open(@TempDir Path data) {
    host = TestHost.start(data);
    api = new ApiClient(host.port());
  }

  @AfterAll
  static void close() {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:7070",
        "LOCALHOST:1",
        "millrace.localhost",
        "127.0.0.1",
        "127.0.0.1:8080",
        "127.1.2.3",
        "[::1]:7070"
      })
  void this_host_answers_to_its_own_names(String name) throws IOException {
    assertThat(ask("Host: " + name).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:7070",
        "localhost.evil.example",
        "notlocalhost",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "localhost@evil.example",
        "localhost:99999999",
        "[::1",
        "localhost evil",
        ""
      })
  void a_name_that_was_pointed_here_is_refused(String name) throws IOException {
    var reply = ask("Host: " + name);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().path("type").asText()).endsWith("foreign-request");
  }

  @Test
  void a_request_names_one_host() throws IOException {
    assertThat(ask("Accept: */*").status()).isEqualTo(400);
    assertThat(ask("Host: localhost\r\nHost: evil.example").status()).isEqualTo(400);
  }

  @Test
  void an_address_in_the_request_line_counts_too() throws IOException {
    var reply = api.raw("GET http://evil.example/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(reply.status()).isEqualTo(403);
    var own = api.raw("GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(own.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://localhost:3000",
        "http://127.0.0.1:7070",
        "http://localhost:7070.evil.example",
        "http://evil.example@localhost:7070",
        "file://localhost:7070",
        "null",
        ""
      })
  void a_page_of_another_origin_is_refused(String origin) throws IOException {
    assertThat(ask("Host: localhost:7070\r\nOrigin: " + origin).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:7070", "https://LOCALHOST:7070"})
  void this_hosts_own_pages_may_ask(String origin) throws IOException {
    assertThat(ask("Host: localhost:7070\r\nOrigin: " + origin).status()).isEqualTo(200);
  }

  @Test
  void a_preflight_of_another_origin_is_not_granted() throws IOException {
    var reply =
        api.raw(
            """
            OPTIONS /dags/x HTTP/1.1
            Host: localhost
            Origin: https://evil.example
            Access-Control-Request-Method: PUT

            """
                .replace("\n", "\r\n"));
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
  }

  private static Reply ask(String headers) throws IOException {
    return api.raw("GET /health HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");
  }
}
