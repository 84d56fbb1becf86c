package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateCommandTest {
  @Test
  void seeds_are_simulated_and_told_as_json() throws JsonProcessingException {
    var call = Call.of("simulate", "--seeds", "3", "--from", "7", "--json");
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    var json = new ObjectMapper().readTree(call.out());
    assertThat(json.path("seeds").asInt()).isEqualTo(3);
    assertThat(json.path("from").asInt()).isEqualTo(7);
    assertThat(json.path("steps").asLong()).isPositive();
    assertThat(json.path("violations").isArray()).isTrue();
    assertThat(json.path("seconds").isNumber()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "schedules", "backfills"})
  void each_kind_of_world_can_be_simulated(String kind) throws JsonProcessingException {
    var call = Call.of("simulate", "--world", kind, "--seeds", "2", "--json");
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    var json = new ObjectMapper().readTree(call.out());
    assertThat(json.path("world").asText()).isEqualTo(kind);
    assertThat(json.path("steps").asLong()).isPositive();
    assertThat(json.path("violations")).isEmpty();
  }

  @Test
  void another_kind_is_wrong_use() {
    var call = Call.of("simulate", "--world", "events");
    assertThat(call.status()).isEqualTo(ExitStatus.WRONG_USE);
    assertThat(call.err()).contains("--world is runs, schedules or backfills, not events.");
  }

  @Test
  void people_get_a_sentence() {
    assertThat(Call.of("simulate", "--seeds", "2").out())
        .matches(
            """
            2 seeds from 0: no violation in [\\d,]+ steps, .*
            \\d+ of \\d+ cells covered, \\d+ waived, \\d+ missing
            """);
  }
}
