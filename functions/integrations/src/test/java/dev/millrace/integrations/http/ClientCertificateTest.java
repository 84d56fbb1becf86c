package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import dev.millrace.integrations.TestConnections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A client that shows a certificate, to a server that says whose it saw.
class ClientCertificateTest {
  @TempDir private static Path folder = Path.of("");
  private static Trust known;
  private static HttpsServer server;
  private static String ada;
  private static String adasKey;
  private static String bob;
  private static String bobsKey;

  @BeforeAll
  static void make_certificates()
      throws IOException, InterruptedException, GeneralSecurityException {
    var authority = TestAuthority.in(folder, "authority");
    known = authority.trusted();
    server = serving(authority.server("shop", "shop.example", "-validity", "2"));
    var _ = authority.server("ada", "ada.example", "-validity", "2");
    var _ = authority.server("bob", "bob.example", "-validity", "2");
    ada = authority.certificate("ada");
    adasKey = authority.key("ada");
    bob = authority.certificate("bob");
    bobsKey = authority.key("bob");
  }

  private Client client = Client.embedded();
  private final TestConnections connections = new TestConnections();

  @BeforeEach
  void open() {
    client.close();
    client = Client.trusting(known);
    connections
        .keep("secret://ada#certificate", ada)
        .keep("secret://ada#key", adasKey)
        .keep("secret://bob#certificate", bob)
        .keep("secret://bob#key", bobsKey);
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void a_connection_shows_its_certificate_and_no_other_request_rides_on_it() {
    connect("ada");
    connect("bob");

    for (var round = 0; round < 3; round++) {
      assertThat(get("ada")).isEqualTo("CN=ada");
      assertThat(plain()).isEqualTo("nobody");
      assertThat(get("bob")).isEqualTo("CN=bob");
    }
    // Each kept its own, and used it again.
    assertThat(client.transport.idle()).isEqualTo(3);
  }

  @Test
  void a_certificate_goes_to_no_other_host() {
    connections.put(
        """
        connection: ada
        baseUrl: https://other.example:%d
        auth: {mtls: {certificate: secret://ada#certificate, key: secret://ada#key}}
        """
            .formatted(server.getAddress().getPort()));

    var failed =
        (Execution.Failed)
            client.execute(
                TestAttempt.with("{\"get\": \"/\", \"connection\": \"ada\"}").on(connections));

    // The server's certificate is of shop.example.
    assertThat(failed.error()).isEqualTo(HttpErrors.TLS);
    assertThat(failed.cause()).doesNotContain(adasKey.lines().skip(1).findFirst().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "not pem, KEY, the certificate of mtls is no certificate in PEM",
    "CERTIFICATE, not pem, the key of mtls is no private key in PEM",
    "CERTIFICATE, -----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----, the key of mtls is no key of",
    "'', KEY, the certificate of mtls is no certificate in PEM",
    "CERTIFICATE, OTHER KEY, certificate and key of mtls do not go together",
    "REVERSED, KEY, the certificates of mtls are not in order",
  })
  void what_is_no_certificate_or_key_fails_the_attempt(
      String certificate, String key, String cause) {
    connect("ada");
    connections
        .keep(
            "secret://ada#certificate",
            switch (certificate) {
              case "CERTIFICATE" -> ada;
              case "REVERSED" -> reversed(ada);
              default -> certificate;
            })
        .keep(
            "secret://ada#key",
            switch (key) {
              case "KEY" -> adasKey;
              case "OTHER KEY" -> bobsKey;
              default -> key;
            });

    var failed =
        (Execution.Failed)
            client.execute(
                TestAttempt.with("{\"get\": \"/\", \"connection\": \"ada\"}").on(connections));

    assertThat(failed.error().text()).isEqualTo("Connection.Unusable");
    assertThat(failed.cause()).startsWith("connection ada: " + cause);
  }

  private static String reversed(String chain) {
    var certificates = chain.splitWithDelimiters("(?<=-----END CERTIFICATE-----)\\n", 0);
    return String.join("\n", Arrays.asList(certificates).reversed());
  }

  private void connect(String name) {
    connections.put(
        """
        connection: %s
        baseUrl: %s
        auth: {mtls: {certificate: secret://%s#certificate, key: secret://%s#key}}
        """
            .formatted(name, url(), name, name));
  }

  private String get(String connection) {
    return body(
        client.execute(
            TestAttempt.with("{\"get\": \"/\", \"connection\": \"" + connection + "\"}")
                .on(connections)));
  }

  private String plain() {
    return body(client.get(url() + "/"));
  }

  private static String body(Execution execution) {
    return ((Execution.Done) execution).result().path("body").asText();
  }

  private static String url() {
    return "https://shop.example:" + server.getAddress().getPort();
  }

  private static HttpsServer serving(SSLContext certified) throws IOException {
    var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(
        new HttpsConfigurator(certified) {
          @Override
          public void configure(HttpsParameters parameters) {
            var wanted = certified.getDefaultSSLParameters();
            wanted.setWantClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    https.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    https.createContext(
        "/",
        exchange -> {
          try (exchange) {
            RecordingServer.send(exchange, 200, "text/plain", shownBy((HttpsExchange) exchange));
          }
        });
    https.start();
    return https;
  }

  private static String shownBy(HttpsExchange exchange) {
    try {
      return exchange.getSSLSession().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException _) {
      return "nobody";
    }
  }
}
