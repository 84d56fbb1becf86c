package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.integrations.TestAttempt;
import dev.millrace.integrations.TestConnections;
import dev.millrace.integrations.arguments.Problems;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a connection opens to the guard.
class ConnectionAllowTest {
  private final TestConnections connections = new TestConnections();

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "192.168.7.7, true",
    "fd00::1, true",
    "127.0.0.1, false",
    "169.254.169.254, false",
    "::1, false",
    "0.0.0.0, false",
    "fe80::1, false",
  })
  void allow_opens_private_networks_for_the_connection_and_never_the_machine_itself(
      String address, boolean isOpened) throws Exception {
    var resolved = InetAddress.getByName(address);
    connections.put(
        "connection: shop\nbaseUrl: http://orders.internal\nallow: [Orders.Internal]\n");
    var access = accessOf("{\"get\": \"/\", \"connection\": \"shop\"}");

    assertThat(access.opens("orders.internal", resolved)).isEqualTo(isOpened);
    assertThat(access.opens("other.internal", resolved)).isFalse();
    assertThat(Access.none().opens("orders.internal", resolved)).isFalse();
  }

  @Test
  void the_guard_is_asked_with_what_the_connection_opens() throws Exception {
    connections.put(
        "connection: shop\nbaseUrl: http://intranet.example\nallow: [intranet.example]\n");
    var open = accessOf("{\"get\": \"/\", \"connection\": \"shop\"}");
    var lookup =
        new GuardedLookup(
            _ -> new InetAddress[] {InetAddress.getByName("10.1.2.3")},
            AddressGuard.publicOnly(),
            Optional.empty());

    assertThat(resolve(lookup, open)).hasSize(1);
    assertThatThrownBy(() -> resolve(lookup, Access.none()))
        .isInstanceOf(RefusedHostException.class);
  }

  private static InetAddress[] resolve(GuardedLookup lookup, Access access) throws Exception {
    var call =
        HttpArguments.read(
                TestAttempt.json("{\"get\": \"http://intranet.example/\"}"), access, new Problems())
            .orElseThrow();
    var exchange = new Exchange(call, Duration.ofMinutes(1));
    return ScopedValue.where(Exchange.CURRENT, exchange)
        .call(() -> lookup.resolve("intranet.example"));
  }

  private Access accessOf(String arguments) {
    return ((Access.Asking.Granted) Access.of(TestAttempt.with(arguments).on(connections)))
        .access();
  }
}
