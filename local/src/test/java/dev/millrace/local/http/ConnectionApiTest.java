package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.TestHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API's calls about connections.
class ConnectionApiTest {
  private static final String SHOP =
      """
      connection: shop
      baseUrl: https://shop.example
      auth: {bearer: {token: secret://shop#token}}
      """;

  @TempDir Path data;
  private TestHost host;
  private ApiClient api;

  @BeforeEach
  void open() {
    host = TestHost.start(data);
    api = new ApiClient(host.port());
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void a_connection_is_stored_read_listed_and_removed() throws IOException {
    var put = api.put("/connections/shop", SHOP);
    assertThat(put.status()).isEqualTo(201);
    assertThat(put.header("Location")).isEqualTo("/connections/shop");
    assertThat(put.json()).hasToString("{\"connection\":\"shop\"}");
    assertThat(api.put("/connections/shop", SHOP).status()).isEqualTo(200);
    assertThat(api.put("/connections/shop", SHOP + "timeout: 5s\n").status()).isEqualTo(200);

    var read = api.get("/connections/shop").json();
    assertThat(read.path("document").asText()).isEqualTo(SHOP + "timeout: 5s\n");
    assertThat(read.path("auth").asText()).isEqualTo("bearer");
    assertThat(read.path("mtls").asBoolean()).isFalse();
    assertThat(read.path("updatedAt").asText()).matches("\\d{4}-.*\\.\\d{6}Z");
    var listed = api.get("/connections").json().path("connections");
    assertThat(listed).hasSize(1);
    assertThat(listed.at("/0/baseUrl").asText()).isEqualTo("https://shop.example");
    assertThat(listed.at("/0/document").isMissingNode()).isTrue();

    assertThat(api.delete("/connections/shop").status()).isEqualTo(204);
    assertThat(api.delete("/connections/shop").status()).isEqualTo(404);
    assertThat(api.get("/connections").json().path("connections")).isEmpty();
  }

  @Test
  void what_is_wrong_is_told_and_nothing_is_stored() throws IOException {
    var literal = api.put("/connections/shop", SHOP.replace("secret://shop#token", "sk_live_1"));
    assertThat(literal.status()).isEqualTo(422);
    assertThat(literal.json().at("/problems/0/path").asText()).isEqualTo("/auth/bearer/token");
    assertThat(literal.json().toString()).doesNotContain("sk_live_1");

    assertThat(api.put("/connections/other", SHOP).status()).isEqualTo(422);
    assertThat(api.put("/connections/my%20shop", SHOP).status()).isEqualTo(422);
    assertThat(api.get("/connections/my%20shop").status()).isEqualTo(404);
    assertThat(api.get("/connections").json().path("connections")).isEmpty();
  }

  @Test
  void what_is_not_there_is_answered_with_what_is() throws IOException {
    assertThat(api.get("/connections/shop").json().path("detail").asText())
        .isEqualTo(
            "no connection shop; there is none yet: PUT /connections/{connection} stores one");
    api.put("/connections/shop", SHOP);
    assertThat(api.get("/connections/shpo").json().path("detail").asText())
        .isEqualTo("no connection shpo; did you mean shop? there are shop");
  }

  @Test
  void a_document_is_validated_for_what_it_is() throws IOException {
    var right = api.send("POST", "/validate", ApiClient.YAML, SHOP);
    var wrong = api.send("POST", "/validate", ApiClient.YAML, "connection: shop\n");

    assertThat(right.json().path("problems")).isEmpty();
    assertThat(wrong.json().at("/problems/0/message").asText())
        .isEqualTo("the connection has no baseUrl.");
  }
}
