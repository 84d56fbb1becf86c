package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.Shape.Parsed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
  @ParameterizedTest
  @CsvSource({
    "chain-1,     1,     1",
    "chain-100,   100,   1",
    "fan-1000,    1002,  1",
    "fan-9998,    10000, 1",
    "grid-32x32,  1024,  1",
    "runs-100x10, 1000,  100",
    "map-10000,   10000, 1"
  })
  void a_shape_is_read_as_it_is_written(String text, int tasks, int runs) {
    assertThat(Shape.parse(text)).isInstanceOf(Parsed.Right.class);
    var shape = ((Parsed.Right) Shape.parse(text)).shape();
    assertThat(shape).hasToString(text);
    assertThat(shape.tasks()).isEqualTo(tasks);
    assertThat(shape.runs()).isEqualTo(runs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "chain",
        "chain-",
        "chain-x",
        "chain-1x2",
        "grid-3",
        "map-3x3",
        "ring-3",
        "Chain-3"
      })
  void what_is_no_shape_is_told_with_the_shapes_there_are(String text) {
    assertThat(Shape.parse(text))
        .isEqualTo(
            new Parsed.Wrong(
                "there is no shape "
                    + text
                    + ": use chain-N, fan-N, grid-NxM, runs-RxN or map-N."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"chain-0", "grid-0x5", "chain-10001", "fan-9999", "grid-999999999x999999999"})
  void a_shape_of_the_wrong_size_is_told_with_the_limit(String text) {
    assertThat(Shape.parse(text))
        .isEqualTo(
            new Parsed.Wrong(text + " is of the wrong size: 1 to 10,000 tasks are measured."));
  }

  @Test
  void the_defaults_are_those_that_the_command_names() {
    assertThat(Shape.defaults().stream().map(Shape::toString))
        .containsExactly("chain-100", "fan-1000", "grid-32x32", "runs-100x10", "map-10000");
  }

  @Test
  void a_grid_waits_for_its_upper_and_its_left_neighbour() {
    var tasks = ShapeDocument.of(new Shape.Grid(2, 2)).path("tasks");
    assertThat(tasks.path("t0_0").has("needs")).isFalse();
    assertThat(tasks.path("t1_0").path("needs")).hasToString("[\"t0_0\"]");
    assertThat(tasks.path("t1_1").path("needs")).hasToString("[\"t0_1\",\"t1_0\"]");
  }

  @Test
  void the_median_of_an_even_number_of_rounds_is_the_mean_of_the_middle_two() {
    var rounds = List.of(40, 10, 20, 100).stream().map(Duration::ofMillis).toList();
    var measured = new Measurement(new Shape.Chain(10), rounds);
    assertThat(measured.min()).hasMillis(10);
    assertThat(measured.median()).hasMillis(30);
    assertThat(measured.max()).hasMillis(100);
    assertThat(measured.perTaskMillis()).isEqualTo(3.0);
  }
}
