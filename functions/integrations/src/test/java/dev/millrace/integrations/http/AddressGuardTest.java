package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @ParameterizedTest
  @CsvSource({
    "1.1.1.1, true, true",
    "2606:4700:4700::1111, true, true",
    "127.0.0.1, false, true",
    "::1, false, true",
    "169.254.169.254, false, false",
    "10.1.2.3, false, false",
    "fd00:ec2::254, false, false",
    "224.0.0.1, false, false",
    "0.0.0.0, false, false",
  })
  void the_cloud_reaches_public_addresses_and_the_embedded_host_itself_too(
      String address, boolean fromCloud, boolean fromEmbedded) throws UnknownHostException {
    var found = InetAddress.getByName(address);

    assertThat(HttpSettings.cloud().guard().refusal("x.example", found).isEmpty())
        .isEqualTo(fromCloud);
    assertThat(HttpSettings.embedded().guard().refusal("x.example", found).isEmpty())
        .isEqualTo(fromEmbedded);
  }

  @Test
  void chosen_hosts_are_opened_wherever_they_lead() throws UnknownHostException {
    var guard = AddressGuard.publicOnly().allowing(Set.of("Intranet.example", "10.9.9.9"));
    var inside = InetAddress.getByName("10.1.2.3");

    assertThat(guard.refusal("intranet.example", inside)).isEmpty();
    assertThat(guard.refusal("10.9.9.9", InetAddress.getByName("10.9.9.9"))).isEmpty();
    assertThat(guard.refusal("other.example", inside)).contains("10.1.2.3 is in a private network");
  }

  /// Ways to write loopback that a guard on texts would let pass.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "LOCALHOST",
        "localhost",
        "shop.example",
      })
  void no_spelling_of_an_address_gets_past(String host) {
    try (var server = RawServer.answering(OK);
        var client = Client.guardedBy(AddressGuard.publicOnly())) {
      var failed =
          (Execution.Failed) client.get("http://" + host + ":" + server.port() + "/?token=t");

      assertThat(failed.error()).isEqualTo(HttpErrors.REFUSED);
      assertThat(failed.cause())
          .contains("not allowed: ")
          .contains(" is the machine itself (loopback)")
          .doesNotContain("token=t");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void of_several_addresses_only_those_allowed_are_connected_to() throws UnknownHostException {
    var refused = InetAddress.getByName("10.1.2.3");
    var allowed = InetAddress.getLoopbackAddress();
    try (var server = RawServer.answering(OK);
        var client = Client.lookingUpWith(_ -> new InetAddress[] {refused, allowed})) {
      var execution = client.get("http://both.example:" + server.port() + "/");

      assertThat(execution).isInstanceOf(Execution.Done.class);
    }
  }
}
