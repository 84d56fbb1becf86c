package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.DagReader;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Reading;
import dev.millrace.integrations.TaskKinds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every expression within the arguments is checked with the document, whenever it is evaluated.
class HttpExpressionsTest {
  private static final DagReader READER = new DagReader(TaskKinds.standard(HttpSettings.cloud()));

  /// An expression's place; `@` stands for the expression.
  static Stream<String> afterTheAnswer() {
    return Stream.of(
        "get: \"https://a.example/\", expect: {when: \"@\"}",
        "get: \"https://a.example/\", pages: {next: \"@\"}",
        "get: \"https://a.example/\", pages: {next: \"${ result.body.n }\", items: \"@\"}",
        "post: \"https://a.example/\", poll: {get: \"@\", until: \"${ result.body.d }\"}",
        "post: \"https://a.example/\", poll: {get: \"https://a.example/@\", until: \"${ true }\"}",
        "get: \"https://a.example/\", poll: {until: \"@\"}",
        "get: \"https://a.example/\", poll: {until: \"${ true }\", fail: \"@\"}");
  }

  static Stream<String> beforeTheRequest() {
    return Stream.of(
        "get: \"https://a.example/@\"",
        "get: \"https://a.example/\", query: {a: \"@\"}",
        "post: \"https://a.example/\", multipart: {a: {text: \"@\"}}",
        "post: \"https://a.example/\", bytes: \"@\"",
        "get: \"https://a.example/\", poll: {until: \"${ true }\", every: \"@\"}",
        "get: \"https://a.example/\", pages: {next: \"${ result.body.n }\", limit: \"@\"}");
  }

  @ParameterizedTest
  @MethodSource("afterTheAnswer")
  void what_is_evaluated_after_the_answer_may_read_it_and_what_all_may(String arguments) {
    assertThat(problems(arguments, "${ result.body.a = input.b }")).isEmpty();
    assertThat(problems(arguments, "${ $string(tasks.before.output) = run.id }")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("beforeTheRequest")
  void what_is_evaluated_before_the_request_may_not(String arguments) {
    assertThat(problems(arguments, "${ input.b }")).isEmpty();
    assertThat(problems(arguments, "${ result.body }"))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message()).contains("reads \"result\", which is not known"));
  }

  static Stream<String> everywhere() {
    return Stream.concat(afterTheAnswer(), beforeTheRequest());
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void no_expression_reads_what_is_not_there(String arguments) {
    assertThat(problems(arguments, "${ tasks.nosuch.output }"))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.message()).contains("there is no task \"nosuch\""));
    assertThat(problems(arguments, "${ tasks.aside.output }"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("does not come after aside"));
    assertThat(problems(arguments, "${ callback.url }"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("reads \"callback\""));
    assertThat(problems(arguments, "${ 1 + }"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("is wrong"));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void a_problem_is_shown_at_its_line(String arguments) {
    assertThat(problems(arguments, "${ tasks.nosuch.output }"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(8);
              assertThat(problem.column()).isGreaterThan(10);
            });
  }

  @Test
  void a_task_with_callback_may_read_it() {
    var sent = "post: \"https://a.example/\", callback: true, json: \"${ callback.url }\"";

    assertThat(problems(sent, "")).isEmpty();
    assertThat(problems(sent + ", expect: {when: \"${ callback.url = result.body }\"}", ""))
        .isEmpty();
  }

  private static List<Problem> problems(String arguments, String expression) {
    var document =
        """
        dag: d
        tasks:
          before: {pass: 1}
          aside: {pass: 2}
          call:
            needs: [before]
            http:
              {%s}
        """
            .formatted(arguments.replace("@", expression));
    return switch (READER.read("d.yaml", document)) {
      case Reading.Accepted _ -> List.of();
      case Reading.Refused(var problems) -> problems;
    };
  }
}
