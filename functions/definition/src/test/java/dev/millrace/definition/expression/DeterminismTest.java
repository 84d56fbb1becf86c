package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Time and chance come from the run; nothing else that an expression gives depends on where or
/// when it is evaluated, or beside what.
class DeterminismTest {
  private static final String CHANCE =
      "[$random(), $random(), $shuffle([1..10]), $now(), $millis()]";

  @Test
  void the_same_seed_and_instant_give_the_same() {
    var expression = Compiled.expression(CHANCE);

    assertThat(expression.evaluate(Scope.at(Compiled.NOW, 42)))
        .isEqualTo(expression.evaluate(Scope.at(Compiled.NOW, 42)));
  }

  /// Written down, because a later release must give the same to a run that began with this one.
  @Test
  void random_numbers_do_not_change_between_releases() {
    assertThat(Compiled.value("[$random(), $random()]", Scope.at(Compiled.NOW, 42)))
        .isEqualTo("[0.43515040956041895,0.4051475330527803]");
    assertThat(Compiled.value("$shuffle([1..6])", Scope.at(Compiled.NOW, 42)))
        .isEqualTo("[4,5,6,2,3,1]");
  }

  @Test
  void another_seed_gives_other_numbers() {
    assertThat(Compiled.value("$random()", Scope.at(Compiled.NOW, 1)))
        .isNotEqualTo(Compiled.value("$random()", Scope.at(Compiled.NOW, 2)));
  }

  @Test
  void two_expressions_of_one_task_draw_different_numbers() {
    assertThat(Compiled.value("$random()", Compiled.EMPTY))
        .isNotEqualTo(Compiled.value("($random())", Compiled.EMPTY));
  }

  @Test
  void a_shuffled_list_keeps_its_elements() {
    assertThat(Compiled.value("$sort($shuffle([1..100])) = [1..100]", Compiled.EMPTY))
        .isEqualTo("true");
  }

  @Test
  void the_present_is_the_runs() {
    assertThat(Compiled.value("$now()", Compiled.EMPTY)).isEqualTo("\"2026-11-23T06:00:00.000Z\"");
    assertThat(Compiled.value("$toMillis('07:30', '[H]:[m]') - $millis()", Compiled.EMPTY))
        .isEqualTo("5400000");
  }

  @Test
  void many_threads_evaluate_one_expression_at_the_same_time() throws Exception {
    var expression =
        Compiled.expression(
            """
            ($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) };
             input.(  [1..n].($match("a" & $ & "b", /[0-9]+/).match & $f(5)) ) ~> $join(","))""");
    var evaluations = new ArrayList<Callable<String>>();
    IntStream.range(0, 200)
        .forEach(
            i ->
                evaluations.add(
                    () ->
                        Compiled.value(expression.evaluate(Compiled.input("{\"n\":" + i + "}")))));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = threads.invokeAll(evaluations);
      for (int i = 0; i < results.size(); i++) {
        var numbers = IntStream.rangeClosed(1, i).mapToObj(n -> n + "120").toList();
        assertThat(results.get(i).get()).isEqualTo("\"" + String.join(",", numbers) + "\"");
      }
    }
  }

  @Test
  void an_interrupted_thread_stops_evaluating_and_stays_interrupted() throws Exception {
    var endless = Compiled.expression("($f := function($n) { $f($n + 1) }; $f(0))");
    var limits = new Limits(Long.MAX_VALUE / 100, 500, 1000);
    var interrupted =
        Thread.ofVirtual()
            .unstarted(
                () ->
                    assertThatThrownBy(() -> endless.evaluate(Compiled.EMPTY, limits))
                        .isInstanceOf(EvaluationInterrupted.class));
    var outcome = new ArrayList<Throwable>();
    interrupted.setUncaughtExceptionHandler((_, failure) -> outcome.add(failure));

    interrupted.start();
    interrupted.interrupt();
    interrupted.join();

    assertThat(outcome).isEmpty();
    assertThat(interrupted.isInterrupted()).isTrue();
  }

  @Test
  void a_regular_expression_is_interrupted_too() {
    var endless = Compiled.expression("$contains($pad('', 100, 'a'), /(a+)+b/)");
    var limits = new Limits(Long.MAX_VALUE / 100, 500, 1000);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> endless.evaluate(Compiled.EMPTY, limits))
          .isInstanceOf(EvaluationInterrupted.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
