package dev.millrace.testkit.dag;

import static dev.millrace.testkit.dag.DagAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a test must say of its tasks, and what it is told when it does not.
class TaskScriptTest {
  private static final String ONE_CALL =
      """
      dag: one_call
      params: {type: object, properties: {city: {type: string}}}
      tasks:
        weather:
          http: {get: "${ input.address }", query: {q: "${ input.city }"}}
        report:
          needs: [weather]
          pass: "${ tasks.weather.output.sky }"
      """;

  private static final Map<String, String> INPUT =
      Map.of("address", "https://weather.example.com", "city", "Ronda");

  private final DagTest dag = DagTest.ofText(ONE_CALL);

  @Test
  void what_reaches_outside_must_be_scripted() {
    var run = dag.start(INPUT);

    assertThatExceptionOfType(NoScriptException.class)
        .isThrownBy(run::run)
        .withMessage(
            """
            Task "weather" starts its action http, which reaches outside, and the test does not say what comes of it.
            It received {"query":{"q":"Ronda"},"get":"https://weather.example.com"}.
            Script it before the run: dag.task("weather").answers(BODY), or .fails("Error.Name", "cause"), .parks(), .does(call -> ...).""");
  }

  @Test
  void the_answer_may_follow_from_the_arguments_on_the_thread_of_the_test() {
    var thread = Thread.currentThread();
    dag.task("weather")
        .does(
            call -> {
              assertThat(Thread.currentThread()).isSameAs(thread);
              return Answer.answers(
                  Map.of("sky", "clear over " + call.argument("/query/q").asText()));
            });

    assertThat(dag.run(INPUT)).succeeded().task("report").output("clear over Ronda");
  }

  @Test
  void what_a_script_throws_ends_the_test() {
    var thrown = new IllegalArgumentException("no such city");
    dag.task("weather")
        .does(
            call -> {
              throw thrown;
            });

    assertThat(catchThrowable(() -> dag.run(INPUT))).isSameAs(thrown);
  }

  @Test
  void a_script_does_not_hide_arguments_that_the_kind_would_refuse() {
    dag.task("weather").answers(Map.of("sky", "clear"));

    var run = dag.run(Map.of("city", "Ronda"));

    assertThat(run).failedWith("Arguments.Invalid").task("weather").failedWith("Arguments.Invalid");
  }

  @Test
  void kinds_that_ask_only_the_engine_need_no_script_and_may_have_one() {
    dag.task("weather").answers(Map.of("sky", "clear"));
    dag.task("report").fails("Report.Lost", "in the post");

    assertThat(dag.run(INPUT)).failedWith("Report.Lost");
  }

  @Test
  void a_script_that_ends_ends_the_test() {
    var retried =
        DagTest.ofText(
            """
            dag: retried
            tasks:
              a: {http: {get: "https://a.example.com"}, retry: {limit: 9}}
            """);
    retried.task("a").fails("Http.500", "x").times(2);

    assertThatExceptionOfType(NoScriptException.class)
        .isThrownBy(retried::run)
        .withMessageContaining(
            "starts its action for the 3. time, and its script says what comes of 2");
  }

  @Test
  void calls_are_recorded_attempt_by_attempt() {
    dag.task("weather").fails("Http.503", "busy").answers(Map.of("sky", "clear"));

    var run = dag.run(INPUT);

    assertThat(run.calls("weather")).extracting(TaskCall::attempt).containsExactly(1, 2);
    assertThat(run.calls())
        .extracting(TaskCall::label)
        .containsExactly("weather", "weather", "report");
    assertThat(run.calls("weather").getLast().argument("/query/q").asText()).isEqualTo("Ronda");
  }

  @Test
  void mistakes_in_a_script_are_told_where_they_are_made() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dag.task("wether"))
        .withMessage("DAG one_call has no task \"wether\"; it has weather, report");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dag.task("report").answers("x"))
        .withMessage("task \"report\" is pass, and answers(...) is for http: write returns(...)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dag.task("weather").returns(Map.of("sky", "clear")))
        .withMessage(
            "task \"weather\" is http, its result is {status, headers, body}: write answers(BODY)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dag.task("weather").fails("not a name", "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dag.task("weather").instance(0))
        .withMessage("there is no instance 0 of task \"weather\": it has no map");
    assertThatIllegalStateException()
        .isThrownBy(() -> dag.task("weather").times(2))
        .withMessageContaining("stands behind no answer");
    assertThatIllegalStateException()
        .isThrownBy(() -> Answer.parks().retryAfter(Duration.ofSeconds(1)));
  }

  @Test
  void a_wrong_document_is_told_with_all_its_problems() {
    assertThatExceptionOfType(WrongDocumentException.class)
        .isThrownBy(
            () -> DagTest.ofText("dag: d\ntasks:\n  a: {pas: 1}\n  b: {needs: [c], pass: 1}\n"))
        .withMessageContaining("document:3:7  ")
        .withMessageContaining("document:4:15  ")
        .satisfies(wrong -> assertThat(wrong.problems()).hasSize(2));
  }

  @Test
  void a_wrong_input_is_told_with_its_problems() {
    assertThatExceptionOfType(WrongDocumentException.class)
        .isThrownBy(() -> dag.run(Map.of("city", 5)))
        .withMessageContaining("/city");
  }

  @Test
  void a_document_that_is_not_there_is_told_with_where_it_was_looked_for() {
    assertThat(catchThrowable(() -> DagTest.of(Path.of("dags/gone.yaml"))))
        .hasMessageStartingWith("cannot read dags/gone.yaml (in ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DagTest.ofResource("dags/gone.yaml"))
        .withMessageContaining("there is no resource dags/gone.yaml on the class path");
  }

  @Test
  void outputs_are_compared_by_value_and_the_first_difference_is_told() {
    dag.task("weather").answers(Map.of("sky", "clear", "degrees", List.of(11, 12.5)));
    var run = dag.run(INPUT);

    assertThat(run).task("weather").output(Map.of("sky", "clear", "degrees", List.of(11L, 12.5)));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                assertThat(run)
                    .task("weather")
                    .output(Map.of("sky", "clear", "degrees", List.of(11, 13))))
        .withMessageContaining("task \"weather\" output: /degrees/1 is 12.5, expected 13");
  }
}
