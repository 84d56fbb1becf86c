package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secure connections to a server whose certificate names shop.example.
class HttpTlsTest {
  private static final String PASSWORD = "not-a-secret";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir static Path folder;

  private static SSLContext known;

  @BeforeAll
  static void make_a_certificate()
      throws IOException, InterruptedException, GeneralSecurityException {
    var file = folder.resolve("shop.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "shop",
                "-keyalg",
                "EC",
                "-dname",
                "CN=shop.example",
                "-ext",
                "san=dns:shop.example",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    known = SSLContext.getInstance("TLS");
    known.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
  }

  @Test
  void requests_go_over_a_secure_connection_and_share_it() {
    try (var server = serving();
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
    try (var server = serving();
        var client = Client.embedded()) {
      var failed = (Execution.Failed) client.get(url("shop.example", server));

      assertThat(failed.error()).isEqualTo(HttpErrors.TLS);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void a_certificate_of_another_host_is_refused() {
    try (var server = serving();
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
                known.getServerSocketFactory(),
                connection -> {
                  connection.readRequest();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                });
        var client = Client.trusting(known)) {
      var failed = (Execution.Failed) client.get(url("shop.example", server));

      assertThat(failed.error()).isEqualTo(HttpErrors.CONNECTION_LOST);
    }
  }

  private static RawServer serving() {
    return RawServer.playing(
        known.getServerSocketFactory(),
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
