package dev.millrace.testkit.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connection.Connecting;
import dev.millrace.engine.connection.ConnectionName;
import dev.millrace.engine.connection.Connections;
import dev.millrace.engine.secret.Secret;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final String SHOP =
      """
      # Kept as it is written.
      connection: shop
      baseUrl: https://shop.example
      auth: {bearer: {token: "secret://shop#token"}}
      """;
  private static final ConnectionName NAME = new ConnectionName("shop");

  private Instant now = Instant.parse("2026-11-23T06:00:00Z");
  private final EntryStore entries = new InMemoryHost(() -> now).entries();
  private final InMemorySecrets secrets =
      new InMemorySecrets().keep("secret://shop", "{\"token\": \"planted\"}");
  private final Connections here = new Connections(entries, secrets, () -> now);
  private final Connections elsewhere = new Connections(entries, secrets, () -> now);

  @Test
  void a_document_is_kept_as_it_was_put() {
    assertThat(put(here, SHOP)).isEqualTo(new Connections.Putting.Added(NAME));
    assertThat(put(here, SHOP)).isEqualTo(new Connections.Putting.Unchanged(NAME));
    now = now.plusSeconds(1);
    var changed = SHOP.replace("shop.example", "shop.example/v2");
    assertThat(put(elsewhere, changed)).isEqualTo(new Connections.Putting.Changed(NAME));

    var stored = here.find(NAME).orElseThrow();
    assertThat(stored.document()).isEqualTo(changed);
    assertThat(stored.updatedAt()).isEqualTo(now);
    assertThat(stored.connection().orElseThrow().baseUrl()).isEqualTo("https://shop.example/v2");
  }

  @Test
  void a_wrong_document_or_another_name_is_refused() {
    assertThat(put(here, "connection: shop\n")).isInstanceOf(Connections.Putting.Refused.class);
    assertThat(here.put(Optional.of(new ConnectionName("other")), "shop.yaml", SHOP))
        .isInstanceOf(Connections.Putting.Refused.class);
    assertThat(put(here, SHOP + "#".repeat(Connections.DOCUMENT_MAX_BYTES) + "\n"))
        .isInstanceOf(Connections.Putting.Refused.class);
    assertThat(here.list()).isEmpty();
  }

  @Test
  void an_attempt_gets_the_connection_with_its_secrets() {
    put(here, SHOP);

    var connected = (Connecting.Connected) here.connect(NAME);

    assertThat(connected.secrets().values()).containsExactly(Secret.of("planted"));
    assertThat(connected.toString()).doesNotContain("planted");
  }

  @Test
  void a_change_is_seen_at_once_where_it_was_made_and_soon_elsewhere() {
    put(here, SHOP);
    assertThat(base(here)).isEqualTo("https://shop.example");
    assertThat(base(elsewhere)).isEqualTo("https://shop.example");

    put(here, SHOP.replace("shop.example", "new.example"));

    assertThat(base(here)).isEqualTo("https://new.example");
    assertThat(base(elsewhere)).isEqualTo("https://shop.example");
    now = now.plus(Connections.CACHED_FOR);
    assertThat(base(elsewhere)).isEqualTo("https://new.example");
  }

  @Test
  void what_is_not_there_is_told_with_what_to_do() {
    assertThat(failed(here).error().text()).isEqualTo("Connection.NotFound");
    assertThat(failed(here).cause())
        .isEqualTo(
            "there is no connection shop on this host. Put one with `millrace push` or"
                + " PUT /connections/shop, or correct the name.");

    put(here, SHOP);
    assertThat(here.remove(NAME)).isTrue();
    assertThat(here.remove(NAME)).isFalse();
    assertThat(failed(here).error().text()).isEqualTo("Connection.NotFound");
  }

  @Test
  void a_secret_that_cannot_be_read_fails_the_attempt_with_its_own_error() {
    put(here, SHOP);
    secrets.failNext(Secrets.UNAVAILABLE);

    assertThat(failed(here).error()).isEqualTo(Secrets.UNAVAILABLE);
    assertThat(here.connect(NAME)).isInstanceOf(Connecting.Connected.class);
  }

  @Test
  void connections_are_listed_by_name() {
    put(here, SHOP);
    put(here, "connection: auth\nbaseUrl: https://auth.example\n");

    assertThat(elsewhere.list())
        .extracting(stored -> stored.name().text())
        .containsExactly("auth", "shop");
  }

  private static Connections.Putting put(Connections connections, String document) {
    return connections.put(Optional.empty(), "shop.yaml", document);
  }

  private static String base(Connections connections) {
    return ((Connecting.Connected) connections.connect(NAME)).connection().baseUrl();
  }

  private static Connecting.Failed failed(Connections connections) {
    return (Connecting.Failed) connections.connect(NAME);
  }
}
