package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Server-side request forgery: whoever chooses an address must not make the engine talk to what
/// only the engine can see. Each trick is tried as the address of a task, and where answers of
/// others lead: by a redirect, as a next page, as an address to poll.
class RequestForgeryTest {
  /// Names that lead where they should not, as a hostile domain's would.
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("inside.example", "10.1.2.3"),
          Map.entry("local.example", "127.0.0.1"),
          Map.entry("local6.example", "::1"),
          Map.entry("mapped.example", "::ffff:169.254.169.254"),
          Map.entry("nat64.example", "64:ff9b::a9fe:a9fe"),
          Map.entry("zero.example", "0.0.0.0"),
          Map.entry("metadata.google.internal", "169.254.169.254"),
          Map.entry("metadata.google.internal.", "169.254.169.254"),
          Map.entry("instance-data", "169.254.169.254"),
          Map.entry("169-254-169-254.dns.example", "169.254.169.254"),
          Map.entry("router.example", "192.168.0.1"),
          Map.entry("shop.example", "127.0.0.1"));

  /// What may be written where a host stands.
  private static final List<String> HOSTS =
      List.of(
          // as it is
          "127.0.0.1",
          "127.1.2.3",
          "127.255.255.254",
          "0.0.0.0",
          "0.1.2.3",
          "10.0.0.1",
          "10.255.255.255",
          "100.64.0.1",
          "100.100.100.200",
          "168.63.129.16",
          "169.254.169.254",
          "169.254.170.2",
          "172.16.0.1",
          "172.31.255.255",
          "192.0.0.192",
          "192.168.0.1",
          "198.18.0.1",
          "224.0.0.1",
          "239.255.255.250",
          "255.255.255.255",
          // other numbers for the same
          "2130706433",
          "127.1",
          "127.0.1",
          "0177.0.0.1",
          "0x7f.0.0.1",
          "0x7f000001",
          "0X7F000001",
          "017700000001",
          "127.0.0.01",
          "127.000.000.001",
          "2852039166",
          "0xa9fea9fe",
          "0251.0376.0251.0376",
          "169.254.43518",
          "0",
          "0x0",
          "256.256.256.256",
          "1.2.3.4.5",
          "127.0.0.1.",
          // other letters for the same
          "１２７.0.0.1",
          "127。0。0。1",
          "①②⑦.0.0.1",
          // IPv6, also where it carries an IPv4 address
          "[::1]",
          "[0:0:0:0:0:0:0:1]",
          "[::]",
          "[::ffff:127.0.0.1]",
          "[::ffff:7f00:1]",
          "[::ffff:169.254.169.254]",
          "[::ffff:0:7f00:1]",
          "[::127.0.0.1]",
          "[64:ff9b::7f00:1]",
          "[64:ff9b::a9fe:a9fe]",
          "[64:ff9b:1::a9fe:a9fe]",
          "[2002:7f00:1::]",
          "[2002:a9fe:a9fe::1]",
          "[2001:0:a9fe:a9fe::1]",
          "[2001:470:1::5efe:10.0.0.1]",
          "[2001:470:1::200:5efe:127.0.0.1]",
          "[fc00::1]",
          "[fd00:ec2::254]",
          "[fd20:ce::254]",
          "[fe80::1]",
          "[fec0::1]",
          "[ff02::1]",
          "[100::1]",
          "[4000::1]",
          // zones
          "[fe80::1%25eth0]",
          "[::1%25lo]",
          // names
          "localhost",
          "LOCALHOST",
          "localhost.",
          "inside.example",
          "local.example",
          "local6.example",
          "mapped.example",
          "nat64.example",
          "zero.example",
          "metadata.google.internal",
          "metadata.google.internal.",
          "instance-data",
          "169-254-169-254.dns.example",
          "router.example",
          "ROUTER.Example",
          // a public address in front of what counts
          "shop.example@127.0.0.1",
          "shop.example:80@127.0.0.1",
          "shop.example%40127.0.0.1",
          "shop.example%2f@127.0.0.1",
          "127.0.0.1%00.shop.example",
          "127.0.0.1%2eshop.example",
          "127.0.0.1\\\\@shop.example",
          "shop.example\\\\.127.0.0.1",
          "127.0.0.1#@shop.example",
          "127.0.0.1?@shop.example",
          ":80",
          "");

  private static final String LENGTH = "Content-Length: ";

  private final AtomicInteger connections = new AtomicInteger();
  private final RawServer inside =
      RawServer.playing(
          connection -> {
            connections.incrementAndGet();
            connection.readRequest();
            connection.send(
                RawServer.head("HTTP/1.1 200 OK", "Content-Length: 6", "Connection: close")
                    + "jewels");
          });

  /// Where an address may come from.
  enum Way {
    TASK,
    REDIRECT,
    PAGE,
    POLL
  }

  /// A way and a host.
  record Trick(Way way, String host) {}

  static Stream<Trick> tricks() {
    return Stream.of(Way.values()).flatMap(way -> HOSTS.stream().map(host -> new Trick(way, host)));
  }

  @AfterEach
  void close() {
    inside.close();
  }

  @Test
  void there_are_enough_of_them() {
    assertThat(HOSTS).hasSizeGreaterThan(50).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void no_trick_reaches_what_is_inside(Trick trick) {
    var url = "http://" + trick.host() + portOf(trick.host()) + "/?token=s3cret";
    try (var shop = leadingTo(trick.way(), url);
        var client = guarded(Set.of("open.example"))) {
      var attempt = TestAttempt.with(arguments(trick.way(), shop, url));
      var execution = client.execute(attempt);
      while (execution instanceof Execution.Parked(var note, var wakeAt)) {
        var due = wakeAt.orElseThrow();
        attempt = attempt.resumedWith(note).at(due).until(due.plusSeconds(10));
        execution = client.execute(attempt);
      }

      assertThat(execution)
          .isInstanceOfSatisfying(
              Execution.Failed.class,
              failed -> {
                assertThat(failed.error().text() + " " + failed.cause())
                    .containsAnyOf(
                        "Http.Refused", "must be an a", "must give an a", "is not known");
                assertThat(failed.cause()).doesNotContain("jewels");
                if (trick.way() == Way.TASK) {
                  assertThat(failed.cause()).doesNotContain("s3cret");
                }
              });
      assertThat(connections).hasValue(0);
    }
  }

  /// Other schemes reach files and mail servers.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://shop.example/",
        "gopher://127.0.0.1:25/_MAIL",
        "jar:http://shop.example!/",
        "//127.0.0.1/",
        "http:127.0.0.1",
        "http:/127.0.0.1/",
        "javascript:alert(1)",
        "http\\\\u003a//127.0.0.1",
      })
  void nothing_but_absolute_http_addresses_is_taken(String url) {
    try (var client = guarded(Set.of())) {
      assertThat(client.get(url))
          .isInstanceOfSatisfying(
              Execution.Failed.class,
              failed -> assertThat(failed.error().text()).isEqualTo("Arguments.Invalid"));
    }
  }

  /// The name is looked up once for a connection, and the connection goes to what was looked at:
  /// there is no moment between the two in which the answer could change.
  @Test
  void a_name_that_changes_its_mind_is_judged_by_the_address_that_is_connected_to() {
    var lookups = new ArrayList<String>();
    var answers = List.of("127.0.0.1", "10.0.0.1", "169.254.169.254");
    NameLookup rebinding =
        host -> {
          lookups.add(host);
          return InetAddress.getAllByName(answers.get(lookups.size() - 1));
        };
    try (var client = Client.lookingUpWith(rebinding)) {
      var url = "http://rebind.example:" + inside.port() + "/";

      assertThat(client.get(url)).isInstanceOf(Execution.Done.class);
      assertThat(((Execution.Failed) client.get(url)).error()).isEqualTo(HttpErrors.REFUSED);
      assertThat(((Execution.Failed) client.get(url)).error()).isEqualTo(HttpErrors.REFUSED);
      assertThat(lookups).hasSize(3);
      assertThat(connections).hasValue(1);
    }
  }

  @Test
  void a_name_with_several_addresses_inside_is_refused_at_each() throws UnknownHostException {
    var several =
        new InetAddress[] {
          InetAddress.getLoopbackAddress(), InetAddress.getByAddress(new byte[] {10, 0, 0, 1})
        };
    try (var client = Client.guardedBy(AddressGuard.publicOnly(), _ -> several)) {
      var failed = (Execution.Failed) client.get("http://both.example:" + inside.port() + "/");

      assertThat(failed.error()).isEqualTo(HttpErrors.REFUSED);
      assertThat(connections).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"open.example", "OPEN.example"})
  void a_host_that_was_opened_is_reached_and_nobody_else_at_its_address(String host) {
    try (var client = guarded(Set.of("open.example"))) {
      assertThat(client.get("http://" + host + ":" + inside.port() + "/"))
          .isInstanceOf(Execution.Done.class);
      assertThat(
              ((Execution.Failed) client.get("http://local.example:" + inside.port() + "/"))
                  .error())
          .isEqualTo(HttpErrors.REFUSED);
    }
  }

  /// The shop is allowed; what it says leads inside.
  private static RawServer leadingTo(Way way, String url) {
    return RawServer.answering(
        switch (way) {
          case REDIRECT -> RawServer.head("HTTP/1.1 302 Found", "Location: " + url, LENGTH + "0");
          case TASK, PAGE, POLL -> {
            var bytes = url.getBytes(StandardCharsets.UTF_8).length;
            yield RawServer.head("HTTP/1.1 200 OK", LENGTH + bytes) + url;
          }
        });
  }

  private static String arguments(Way way, RawServer shop, String url) {
    var open = "\"http://open.example:" + shop.port() + "/\"";
    return switch (way) {
      case TASK -> "{\"get\": \"" + url + "\"}";
      case REDIRECT -> "{\"get\": " + open + "}";
      case PAGE -> "{\"get\": " + open + ", \"pages\": {\"next\": \"${ result.body }\"}}";
      case POLL ->
          "{\"post\": "
              + open
              + ", \"poll\": {\"get\": \"${ result.body }\", \"until\": \"${ true }\"}}";
    };
  }

  private String portOf(String host) {
    return host.startsWith(":") ? "" : ":" + inside.port();
  }

  private static Client guarded(Set<String> opened) {
    var known = new ConcurrentHashMap<>(NAMES);
    known.put("open.example", "127.0.0.1");
    return Client.guardedBy(
        AddressGuard.publicOnly().allowing(opened),
        host -> {
          var address = known.get(host);
          if (address == null && host.endsWith(".example")) {
            throw new UnknownHostException(host);
          }
          return InetAddress.getAllByName(address == null ? host : address);
        });
  }
}
