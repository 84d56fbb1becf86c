package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  @Test
  void each_shape_is_a_line_of_json() throws JsonProcessingException {
    var call =
        Call.of(
            "bench",
            "--json",
            "--rounds",
            "1",
            "chain-3",
            "fan-3",
            "grid-2x2",
            "runs-2x2",
            "map-3");
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    var lines = call.out().lines().toList();
    assertThat(lines).hasSize(5);
    for (var line : lines) {
      assertThat(new ObjectMapper().readTree(line).fieldNames())
          .toIterable()
          .containsExactly(
              "shape",
              "tasks",
              "rounds",
              "medianSeconds",
              "minSeconds",
              "maxSeconds",
              "perTaskMillis");
    }
    assertThat(new ObjectMapper().readTree(lines.get(1)).path("tasks").asInt()).isEqualTo(5);
  }

  @Test
  void people_get_a_table() {
    var call = Call.of("bench", "--rounds", "1", "chain-2");
    assertThat(call.out()).matches("(?s)SHAPE +TASKS +ROUNDS +MEDIAN .*\nchain-2 +2 +1 +.* ms\n");
  }
}
