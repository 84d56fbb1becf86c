package dev.millrace.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.aws.TestClients;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.testkit.contract.PayloadStoreContract;
import dev.millrace.testkit.servers.S3Stub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

class S3PayloadStoreTest extends PayloadStoreContract {
  private S3Stub bucket;
  private S3Client client;
  private S3PayloadStore payloads;

  @BeforeEach
  void open() {
    bucket = new S3Stub();
    client = TestClients.s3At(bucket.endpoint());
    payloads = new S3PayloadStore(client, "payloads");
  }

  @AfterEach
  void close() {
    client.close();
    bucket.close();
  }

  @Override
  protected PayloadStore payloads() {
    return payloads;
  }

  @Test
  void a_put_is_signed_and_asks_that_nothing_stands_there() {
    payloads.put("run/orders@20261123T060000Z/load-attempt-1", "[1]".getBytes(UTF_8));

    var put = bucket.requests().getFirst();
    assertThat(put.method()).isEqualTo("PUT");
    assertThat(put.path()).isEqualTo("/payloads/run/orders%4020261123T060000Z/load-attempt-1");
    assertThat(put.header("Authorization")).get().asString().startsWith("AWS4-HMAC-SHA256 ");
    assertThat(put.header("If-None-Match")).contains("*");
    assertThat(put.header("Content-Type")).contains("application/json");
    assertThat(put.bodyLength()).isEqualTo(3);
  }

  @Test
  void what_stands_there_stays() {
    payloads.put("run/orders.one/input", "[1]".getBytes(UTF_8));
    payloads.put("run/orders.one/input", "[2]".getBytes(UTF_8));

    assertThat(payloads.get("run/orders.one/input")).isEqualTo("[1]".getBytes(UTF_8));
  }

  @Test
  void a_folder_is_removed_with_all_its_pages_and_no_other() {
    for (var i = 0; i < S3Stub.LIST_MAX * 2 + 1; i++) {
      payloads.put("run/orders.one/each-" + i, "[1]".getBytes(UTF_8));
    }
    payloads.put("run/orders.one.two/input", "[1]".getBytes(UTF_8));

    payloads.removeFolder("run/orders.one/");

    assertThat(bucket.paths()).containsExactly("payloads/run/orders.one.two/input");
  }

  @Test
  void a_folder_without_payloads_is_no_error() {
    payloads.removeFolder("run/orders.none/");

    assertThat(bucket.paths()).isEmpty();
  }
}
