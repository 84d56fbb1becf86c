package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secure connections to a server whose certificate names shop.example.
class HttpTlsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir static Path folder;

  private static Trust known;
  private static SSLContext shop;
  private static SSLContext expired;
  private static SSLContext strange;

  @BeforeAll
  static void make_certificates()
      throws IOException, InterruptedException, GeneralSecurityException {
    var authority = TestAuthority.in(folder, "authority");
    known = authority.trusted();
    shop = authority.server("shop", "shop.example", "-validity", "2");
    expired = authority.server("expired", "shop.example", "-startdate", "-3d", "-validity", "1");
    strange =
        TestAuthority.in(folder, "stranger").server("strange", "shop.example", "-validity", "2");
  }

  @Test
  void requests_go_over_a_secure_connection_and_share_it() {
    try (var server = serving(shop);
        var client = Client.trusting(known)) {
      var first = client.get(url("shop.example", server));
      var second = client.execute("{\"post\": \"" + url("shop.example", server) + "\"}");

      assertThat(first).isInstanceOf(Execution.Done.class);
      assertThat(second).isInstanceOf(Execution.Done.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_certificate_of_somebody_unknown_is_refused() {
    try (var server = serving(strange);
        var client = Client.trusting(known)) {
      var failed = (Execution.Failed) client.get(url("shop.example", server));

      assertThat(failed.error()).isEqualTo(HttpErrors.TLS);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void the_authority_of_a_test_is_not_one_that_hosts_trust() {
    try (var server = serving(shop);
        var client = Client.embedded()) {
      assertThat(((Execution.Failed) client.get(url("shop.example", server))).error())
          .isEqualTo(HttpErrors.TLS);
    }
  }

  @Test
  void a_certificate_whose_time_is_over_is_refused() {
    try (var server = serving(expired);
        var client = Client.trusting(known)) {
      var failed = (Execution.Failed) client.get(url("shop.example", server));

      assertThat(failed.error()).isEqualTo(HttpErrors.TLS);
      assertThat(failed.cause()).contains("no secure connection");
    }
  }

  @Test
  void a_redirect_may_lead_to_a_secure_connection() {
    try (var server = serving(shop);
        var plain =
            RawServer.answering(
                RawServer.head(
                    "HTTP/1.1 301 Moved",
                    "Location: " + url("shop.example", server),
                    "Content-Length: 0"));
        var client = Client.trusting(known)) {
      assertThat(client.get("http://shop.example:" + plain.port() + "/"))
          .isInstanceOf(Execution.Done.class);
    }
  }

  @Test
  void a_certificate_of_another_host_is_refused() {
    try (var server = serving(shop);
        var client = Client.trusting(known)) {
      var failed = (Execution.Failed) client.get(url("other.example", server));

      assertThat(failed.error()).isEqualTo(HttpErrors.TLS);
      assertThat(failed.cause()).contains("other.example");
    }
  }

  @Test
  void a_secure_connection_that_breaks_within_the_answer_is_lost() {
    try (var server =
            RawServer.playing(
                shop.getServerSocketFactory(),
                connection -> {
                  connection.readRequest();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                });
        var client = Client.trusting(known)) {
      var failed = (Execution.Failed) client.get(url("shop.example", server));

      assertThat(failed.error()).isEqualTo(HttpErrors.CONNECTION_LOST);
    }
  }

  private static RawServer serving(SSLContext certified) {
    return RawServer.playing(
        certified.getServerSocketFactory(),
        connection -> {
          while (connection.readRequest()) {
            connection.send(OK);
          }
        });
  }

  private static String url(String host, RawServer server) {
    return "https://" + host + ":" + server.port() + "/";
  }
}
