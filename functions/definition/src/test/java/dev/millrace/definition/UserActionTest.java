package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Actions that users declare: what is wrong with a declaration, and what a use of it may say.
class UserActionTest {
  private static List<Problem> problems(String declaration, String task) {
    var document =
        "dag: d\nactions:\n  greet:\n"
            + declaration.indent(4)
            + "tasks:\n  hello:\n"
            + task.indent(4);
    return TestKinds.READER.read("d.yaml", document) instanceof Reading.Refused(var found)
        ? found
        : List.of();
  }

  private static final String GREET =
      """
      params: {type: object, required: [name], properties: {name: {type: string}, times: {type: integer, default: 1}}}
      pass: "${ 'hello ' & args.name }"
      output: "${ result & '!' }"
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pass: ${ input.x }                              | 4 | reads "input"
          pass: ${ tasks.hello.output }                   | 4 | there is no task "hello"
          pass: ${ args. }                                | 4 | is wrong
          pass: 1, http: {get: "https://a.example"}       | 4 | has two actions
          output: 1                                       | 3 | has no action
          pass: 1, colour: red                            | 4 | unknown key "colour"
          pass: 1, needs: [a]                             | 4 | unknown key "needs"
          pass: 1, params: {type: text}                   | 4 | no type of JSON
          pass: 1, params: 5                              | 4 | must be a JSON Schema
          pass: 1, errors: 5                              | 4 | must be a list
          pass: 1, errors: [{error: A.B}]                 | 4 | lacks "when"
          pass: 1, errors: [{when: "${ true }"}]          | 4 | lacks "error"
          pass: 1, errors: [{when: "x", error: A.B}]      | 4 | must be one expression
          pass: 1, output: "${ item }"                    | 4 | reads "item"
          greet: {}                                       | 4 | unknown action "greet"
          """)
  void what_is_wrong_with_a_declaration_has_its_place(String keys, int line, String message) {
    var flow = "{" + keys.replaceAll("pass: (\\$\\{[^}]*})", "pass: \"$1\"") + "}";
    var document = "dag: d\nactions:\n  greet:\n    " + flow + "\ntasks: {a: {pass: 1}}\n";
    var found = (Reading.Refused) TestKinds.READER.read("d.yaml", document);

    assertThat(found.problems())
        .as(document)
        .anySatisfy(
            problem -> {
              assertThat(problem.message()).contains(message);
              assertThat(problem.line()).isEqualTo(line);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: Ana}                       |
          {name: "${ input.name }"}         |
          {name: Ana, times: "${ 3 }"}      |
          {}                                | lacks "name"
          {name: 7}                         | /name must be of type string
          {name: Ana, times: many}          | /times must be of type integer
          {name: "${ result }"}             | reads "result"
          {name: "${ args.name }"}          | reads "args"
          Ana                               | must be of type object
          """)
  void a_use_is_held_against_the_params(String arguments, String message) {
    var found = problems(GREET, "greet: " + arguments);

    if (message == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found)
          .anySatisfy(problem -> assertThat(problem.message()).contains(message))
          .allSatisfy(problem -> assertThat(problem.line()).isEqualTo(9));
    }
  }

  @Test
  void names_of_actions_that_are_built_in_and_of_keys_are_taken() {
    for (var name : List.of("pass", "needs", "Greet", "a-b")) {
      var document = "dag: d\nactions: {" + name + ": {pass: 1}}\ntasks: {a: {pass: 1}}\n";
      assertThat(TestKinds.READER.read("d.yaml", document)).isInstanceOf(Reading.Refused.class);
    }
  }

  @Test
  void the_names_of_a_groups_tasks_are_its_own() {
    var group =
        """
        tasks:
          hello: {pass: "${ args.name }"}
          again: {needs: [hello], pass: "${ tasks.hello.output }"}
        """;
    assertThat(problems(group, "greet: {name: Ana}")).isEmpty();
    assertThat(problems(group.replace("args.name", "input.name"), "greet: {name: Ana}"))
        .anySatisfy(problem -> assertThat(problem.message()).contains("reads \"input\""));
  }

  @Test
  void what_is_declared_and_not_used_is_checked_too() {
    var document =
        "dag: d\nactions: {greet: {pass: \"${ tasks.x.output }\"}}\ntasks: {a: {pass: 1}}\n";
    assertThat(TestKinds.READER.read("d.yaml", document)).isInstanceOf(Reading.Refused.class);
  }
}
