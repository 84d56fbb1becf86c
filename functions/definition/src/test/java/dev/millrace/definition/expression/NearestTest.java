package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> NAMES = List.of("input", "run", "tasks", "item", "index");

  @ParameterizedTest
  @CsvSource({
    "inptu, input",
    "imput, input",
    "inputs, input",
    "task, tasks",
    "Tasks, tasks",
    "itme, item",
    "idx, index",
    "ran, run"
  })
  void a_mistyped_name_finds_the_one_that_was_meant(String mistyped, String meant) {
    assertThat(Nearest.of(mistyped, NAMES)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"order", "x", "configuration", "nput_of_the_run"})
  void another_name_finds_none(String other) {
    assertThat(Nearest.of(other, NAMES)).isEmpty();
  }

  @Test
  void among_equals_the_first_in_the_alphabet_is_taken() {
    assertThat(Nearest.of("cat", List.of("hat", "bat"))).contains("bat");
  }
}
