package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.engine.store.PayloadStore;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What every [PayloadStore] does. An implementation gives each test an empty store.
public abstract class PayloadStoreContract {
  /// The store of the running test, empty at its start.
  protected abstract PayloadStore payloads();

  @Test
  void a_payload_is_read_back() {
    payloads().put("run/orders.one/output", utf8("{\"größe\": 1}"));

    assertThat(payloads().get("run/orders.one/output")).isEqualTo(utf8("{\"größe\": 1}"));
  }

  @Test
  void a_payload_may_have_megabytes() {
    var large = utf8("\"" + "0123456789".repeat(600_000) + "\"");

    payloads().put("run/orders.one/large", large);

    assertThat(payloads().get("run/orders.one/large")).isEqualTo(large);
  }

  @Test
  void a_repeated_write_does_no_harm() {
    payloads().put("run/orders.one/output", utf8("[1]"));
    payloads().put("run/orders.one/output", utf8("[1]"));

    assertThat(payloads().get("run/orders.one/output")).isEqualTo(utf8("[1]"));
  }

  @Test
  void what_was_read_can_be_changed_without_harm() {
    payloads().put("run/orders.one/output", utf8("[1]"));

    payloads().get("run/orders.one/output")[1] = '2';

    assertThat(payloads().get("run/orders.one/output")).isEqualTo(utf8("[1]"));
  }

  @Test
  void a_payload_that_is_not_there_is_an_error() {
    payloads().put("run/orders.one/output", utf8("[1]"));

    assertThatIllegalStateException()
        .isThrownBy(() -> payloads().get("run/orders.one/out"))
        .withMessageContaining("run/orders.one/out");
  }

  private static byte[] utf8(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
