package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests through a proxy, which the host's owner has set.
class HttpProxyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void requests_go_to_the_proxy_with_the_whole_address() {
    try (var proxy = RawServer.answering(OK);
        var client = through(proxy)) {
      assertThat(client.get("http://public.example/orders?day=1"))
          .isInstanceOf(Execution.Done.class);
      assertThat(proxy.requests())
          .singleElement()
          .satisfies(
              request ->
                  assertThat(request)
                      .startsWith("GET http://public.example/orders?day=1 HTTP/1.1\r\n")
                      .contains("Host: public.example\r\n"));
    }
  }

  @Test
  void secure_ones_ask_it_for_a_way_and_a_refusal_means_that_nothing_was_sent() {
    try (var proxy = RawServer.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno!");
        var client = through(proxy)) {
      var failed = (Execution.Failed) client.execute("{\"post\": \"https://public.example/\"}");

      assertThat(failed.error()).isEqualTo(HttpErrors.CONNECTION_FAILED);
      assertThat(failed.cause())
          .contains("status 403 Forbidden, this is the proxy")
          .contains("The body begins: no!");
      assertThat(proxy.requests())
          .singleElement()
          .satisfies(
              request -> assertThat(request).startsWith("CONNECT public.example:443 HTTP/1.1\r\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1/",
        "http://inside.example/",
        "https://169.254.169.254/",
        "http://[fd00:ec2::254]/",
      })
  void the_guard_looks_before_the_proxy_is_asked(String url) {
    try (var proxy = RawServer.answering(OK);
        var client = through(proxy)) {
      assertThat(((Execution.Failed) client.get(url)).error()).isEqualTo(HttpErrors.REFUSED);
      assertThat(proxy.connections()).isZero();
    }
  }

  @Test
  void a_name_that_only_the_proxy_can_look_up_is_left_to_it() {
    try (var proxy = RawServer.answering(OK);
        var client = through(proxy)) {
      assertThat(client.get("http://unknown.example/")).isInstanceOf(Execution.Done.class);
    }
  }

  @Test
  void the_machine_itself_is_reached_without_it() {
    try (var proxy = RawServer.answering(OK);
        var server = RawServer.answering(OK);
        var client = through(proxy)) {
      assertThat(client.get(server.url("/"))).isInstanceOf(Execution.Done.class);
      assertThat(proxy.connections()).isZero();
    }
  }

  /// Else the proxy's own address would be a way around the guard.
  @Test
  void the_proxy_itself_is_no_host_that_tasks_may_reach() {
    try (var proxy = RawServer.answering(OK);
        var client =
            Client.through(
                new HttpProxy("127.0.0.1", proxy.port()),
                AddressGuard.publicOnly(),
                HttpProxyTest::lookUp)) {
      var failed = (Execution.Failed) client.get("http://127.0.0.1:" + proxy.port() + "/");

      assertThat(failed.error()).isEqualTo(HttpErrors.REFUSED);
      assertThat(proxy.connections()).isZero();
    }
  }

  @Test
  void an_address_of_a_proxy_is_http_host_and_port() {
    assertThat(HttpProxy.at("http://Proxy.example:3128"))
        .contains(new HttpProxy("proxy.example", 3128));
    assertThat(HttpProxy.at("http://proxy.example")).contains(new HttpProxy("proxy.example", 80));
    assertThat(HttpProxy.at("https://proxy.example:3128")).isEmpty();
    assertThat(HttpProxy.at("http://user:secret@proxy.example:3128")).isEmpty();
    assertThat(HttpProxy.at("proxy.example:3128")).isEmpty();
    assertThat(HttpProxy.at("http://proxy.example/path")).isEmpty();
  }

  private static Client through(RawServer proxy) {
    return Client.through(
        new HttpProxy("proxy.example", proxy.port()),
        AddressGuard.publicAndLoopback(),
        HttpProxyTest::lookUp);
  }

  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    return switch (host) {
      case "proxy.example" -> InetAddress.getAllByName("127.0.0.1");
      case "public.example" -> InetAddress.getAllByName("1.1.1.1");
      case "inside.example" -> InetAddress.getAllByName("10.1.2.3");
      case "unknown.example" -> throw new UnknownHostException(host);
      default -> InetAddress.getAllByName(host);
    };
  }
}
