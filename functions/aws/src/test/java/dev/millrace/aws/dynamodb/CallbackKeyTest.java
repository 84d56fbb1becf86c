package dev.millrace.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.text.StoredTextException;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ExtendWith(TestServers.class)
class CallbackKeyTest {
  private Stores stores;

  @BeforeEach
  void open(DynamoDbLocal server) {
    stores = new Stores(server);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void the_key_is_made_once_and_has_32_bytes() {
    var key = key();

    assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
    assertThat(key()).isEqualTo(key);
  }

  @Test
  void all_who_make_it_at_once_are_given_the_same() {
    List<byte[]> keys = Parallel.map(IntStream.range(0, 5).boxed().toList(), _ -> key());

    assertThat(keys).allMatch(key -> java.util.Arrays.equals(key, key()));
  }

  @Test
  void two_stacks_have_different_keys() {
    var other = new Tables("other-runs", "other-" + stores.tables.dags());
    stores.client.createTable(other.dagsTable());

    assertThat(CallbackKey.of(stores.client, other, new SecureRandom())).isNotEqualTo(key());
  }

  @Test
  void it_is_no_dag() {
    key();

    assertThat(stores.dags().list()).isEmpty();
  }

  @Test
  void a_damaged_key_is_refused_with_what_to_do() {
    stores.client.putItem(
        put ->
            put.tableName(stores.tables.dags())
                .item(
                    Map.of(
                        "dag", AttributeValue.fromS("#stack"),
                        "sk", AttributeValue.fromS("CALLBACK-KEY"),
                        "key", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[7])))));

    assertThatThrownBy(this::key)
        .isInstanceOf(StoredTextException.class)
        .hasMessageContaining("restore it from a backup");
  }

  private byte[] key() {
    return CallbackKey.of(stores.client, stores.tables, new SecureRandom());
  }
}
