package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.expression.References.RootReading;
import dev.millrace.definition.expression.References.TaskReading;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {
  private static References of(String text) {
    return Compiled.expression(text).references();
  }

  /// What is read, as a sentence: `a.output b.error.status | input run | dynamic`.
  private static String inWords(References references) {
    var tasks =
        references.taskFields().entrySet().stream()
            .map(
                task ->
                    task.getKey()
                        + task.getValue().stream()
                            .map(field -> "." + field.text())
                            .collect(Collectors.joining()))
            .collect(Collectors.joining(" "));
    var roots =
        references.roots().stream()
            .map(RootReading::name)
            .distinct()
            .sorted()
            .collect(Collectors.joining(" "));
    return tasks + " | " + roots + (references.readsTasksDynamically() ? " | dynamic" : "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "1 + 1                                          => |",
        "input.day                                      => | input",
        "input.day & run.id & item.x & index            => | index input item run",
        "tasks.a.output                                 => a.output |",
        "tasks.a.output.items[price > 3]                => a.output |",
        "tasks.a.output.items[price > input.limit]      => a.output |",
        "tasks.a.output.items[price > $$.input.limit]   => a.output | input",
        "tasks.a.output ~> $count()                     => a.output |",
        "tasks.a.status = 'SUCCEEDED' ? tasks.a.output : tasks.b.error.cause => a.output.status b.error |",
        "tasks.`my_task`.output                         => my_task.output |",
        "`tasks`.a.`output`                             => a.output |",
        "$$.tasks.a.output                              => a.output |",
        "$.tasks.a.startedAt                            => a.startedAt |",
        "$.input                                        => | input",
        "(tasks).a.output                               => a.output |",
        "(1; tasks.a).output                            => a.output |",
        "tasks.(a.output & b.attempts)                  => a.output b.attempts |",
        "tasks.a.(output & status)                      => a.output.status |",
        "tasks.a{status: output}                        => a.output.status |",
        "tasks.a[status = 'FAILED'].error               => a.status.error |",
        "tasks.a^(status).output                        => a.output.status |",
        "[tasks.a.output, tasks.b.output]               => a.output b.output |",
        "{'x': tasks.a.output, tasks.b.status: 1}       => a.output b.status |",
        "-tasks.a.output + tasks.b.output * 2           => a.output b.output |",
        "tasks.a.output ?? tasks.b.output ?: tasks.c.output => a.output b.output c.output |",
        "$map(input.xs, function($x) { $x.tasks.b & tasks.a.output }) => a.output | input",
        "($t := tasks.a.output; $t.tasks.b.output)      => a.output |",
        "input.orders.(tasks.a.output)                  => | input",
        "input.orders.lines.(%.%.input)                 => | input",
        "input.orders.(%.orders)                        => | input",
        "$f(tasks.a.output) ~> |tasks|{'x': tasks.b}|   => a.output |",
        "input@$i.tasks.a.output                        => a.output | input",
        "tasks.a.output#$i.{'place': $i}                => a.output |",
        "/tasks.a/ ~> $type()                           => |",
        "/* tasks.b */ tasks.a.output                   => a.output |"
      })
  void only_names_whose_context_is_the_scope_are_readings(String text, String read) {
    var bound = text.contains("$f") ? "($f := function($x) { $x }; " + text + ")" : text;

    assertThat(inWords(of(bound)).strip()).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tasks.a",
        "tasks.a[]",
        "tasks.*[0].a ~> $string()",
        "$t := tasks.a",
        "$string(tasks.a)",
        "tasks.a = null",
        "[tasks.a]",
        "tasks.a.*",
        "tasks.a.**",
        "tasks.a@$t.output",
        "(input.x ? tasks.a : 1)",
        "tasks.($t := a)"
      })
  void a_task_used_as_a_whole_is_read_with_all_its_fields(String text) {
    var fields = of(text).taskFields();

    if (!text.contains("*[")) {
      assertThat(fields.get("a")).containsExactlyInAnyOrder(TaskField.values());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "tasks                                 => 0",
        "$count(tasks)                         => 7",
        "tasks.*                               => 6",
        "tasks.**                              => 6",
        "**                                    => 0",
        "*                                     => 0",
        "$lookup(tasks, 'a')                   => 8",
        "$$                                    => 0",
        "$                                     => 0",
        "$keys($$)                             => 6",
        "$x := tasks                           => 6",
        "tasks ~> $keys                        => 0",
        "tasks ~> |a|{'x':1}|                  => 0",
        "$each(tasks, function($t) { $t })     => 6",
        "function() { tasks }                  => 13",
        "input.x ? tasks : 1                   => 10",
        "{'all': tasks}                        => 8",
        "tasks[a.output]                       => 0",
        "tasks#$i                              => 0",
        "input.(%)                             => 7",
        "tasks.(%.tasks)                       => 9"
      })
  void tasks_read_without_a_name_are_dynamic(String text, int offset) {
    assertThat(of(text).dynamic()).contains(offset == 7 && text.contains("%") ? 0 : offset);
    assertThat(of(text).readsTasksDynamically()).isTrue();
  }

  @Test
  void each_reading_knows_its_place() {
    var references = of("input.day & tasks.`a`.output & tasks.b.error.cause & tasks.a.status");

    assertThat(references.roots()).containsExactly(new RootReading("input", 0));
    assertThat(references.tasks())
        .containsExactly(
            new TaskReading("a", Set.of(TaskField.OUTPUT), 18),
            new TaskReading("b", Set.of(TaskField.ERROR), 37),
            new TaskReading("a", Set.of(TaskField.STATUS), 59));
  }

  @Test
  void a_name_that_is_not_known_is_reported_with_the_one_that_was_meant() {
    var references = of("inptu.day & order.id & tasks.a.ouput & zzz");

    assertThat(references.unknownRoots(List.of("input", "run", "order")))
        .containsExactly(
            new References.UnknownRoot("inptu", 0, Optional.of("input")),
            new References.UnknownRoot("zzz", 39, Optional.empty()));
    assertThat(references.strayFields())
        .containsExactly(new References.FieldReading("a", "ouput", 31));
    assertThat(references.strayFields().getFirst().nearest()).contains("output");
  }

  @Test
  void a_stray_field_still_names_its_task() {
    assertThat(of("tasks.a.ouput").tasks()).containsExactly(new TaskReading("a", Set.of(), 6));
  }

  @Test
  void tasks_may_be_mistyped_too() {
    assertThat(of("task.a.output").unknownRoots(List.of("input", "run")))
        .containsExactly(new References.UnknownRoot("task", 0, Optional.of("tasks")));
  }

  @Test
  void a_union_reads_what_either_reads() {
    var union = of("tasks.a.output & input.x").and(of("tasks.a.status & run.id"));

    assertThat(inWords(union)).isEqualTo("a.output.status | input run");
    assertThat(union.reads(Root.TASKS)).isTrue();
    assertThat(union.reads(Root.RUN)).isTrue();
    assertThat(union.reads(Root.ITEM)).isFalse();
  }
}
