package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.engine.store.PayloadStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
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
  void what_stands_under_a_key_stays() {
    payloads().put("run/orders.one/output", utf8("[1]"));
    payloads().put("run/orders.one/output", utf8("[2]"));

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

  @Test
  void what_was_uploaded_is_read_as_a_stream() throws IOException {
    var sent = new byte[12_000_000];
    new Random(48_213).nextBytes(sent);

    upload("run/orders.one/body", sent, sent.length);

    assertThat(read("run/orders.one/body")).isEqualTo(sent);
  }

  @Test
  void an_upload_may_be_empty_and_its_parts_of_any_size() throws IOException {
    upload("run/orders.one/none", new byte[0], 1);
    upload("run/orders.one/bytewise", utf8("größe"), 1);

    assertThat(read("run/orders.one/none")).isEmpty();
    assertThat(read("run/orders.one/bytewise")).isEqualTo(utf8("größe"));
  }

  @Test
  void what_was_handed_over_can_be_changed_without_harm() throws IOException {
    try (var upload = payloads().upload("run/orders.one/body")) {
      var chunk = utf8("abc");
      upload.write(chunk, 0, 3);
      chunk[0] = 'x';
      upload.write(chunk, 1, 2);
      upload.finish();
      assertThat(upload.key()).isEqualTo("run/orders.one/body");
    }

    assertThat(read("run/orders.one/body")).isEqualTo(utf8("abcbc"));
  }

  @Test
  void an_upload_that_was_not_finished_is_not_there() {
    try (var upload = payloads().upload("run/orders.one/body")) {
      upload.write(new byte[3_000_000], 0, 3_000_000);
    }

    assertThatIllegalStateException().isThrownBy(() -> read("run/orders.one/body"));
  }

  @Test
  void a_shorter_upload_replaces_a_longer_one() throws IOException {
    upload("run/orders.one/body", new byte[12_000_000], 1_000_000);
    upload("run/orders.one/body", utf8("short"), 5);

    assertThat(read("run/orders.one/body")).isEqualTo(utf8("short"));
  }

  private void upload(String key, byte[] bytes, int step) {
    try (var upload = payloads().upload(key)) {
      for (var at = 0; at < bytes.length; at += step) {
        upload.write(bytes, at, Math.min(step, bytes.length - at));
      }
      upload.finish();
    }
  }

  private byte[] read(String key) throws IOException {
    try (var in = payloads().open(key)) {
      return in.readAllBytes();
    }
  }

  private static byte[] utf8(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
