package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SchemaCommandTest {
  @Test
  void the_schema_is_json_and_knows_the_task_kinds() throws JsonProcessingException {
    var call = Call.of("schema");
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    assertThat(call.err()).isEmpty();
    var schema = new ObjectMapper().readTree(call.out());
    assertThat(schema.path("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.at("/$defs/task/properties").fieldNames())
        .toIterable()
        .contains("http", "pass", "wait", "needs", "when");
  }
}
