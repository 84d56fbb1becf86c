package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  private final List<String> asked = new ArrayList<>();

  private Supplier<JsonNode> noting(String name, String json) {
    return () -> {
      asked.add(name);
      return Compiled.json(json);
    };
  }

  private Scope scope() {
    return Compiled.EMPTY
        .with("input", noting("input", "{\"x\": 1}"))
        .with("run", noting("run", "{\"id\": \"r\"}"))
        .withTask("a", noting("a", "{\"output\": 7, \"status\": \"SUCCEEDED\", \"attempts\": 2}"))
        .withTask("b", noting("b", "{\"output\": 8}"));
  }

  @Test
  void only_what_an_expression_names_is_asked_for() {
    assertThat(Compiled.value("tasks.a.output + input.x", scope())).isEqualTo("8");

    assertThat(asked).containsExactlyInAnyOrder("a", "input");
  }

  @Test
  void it_is_asked_for_once_by_all_expressions_of_a_scope() {
    var scope = scope();

    Compiled.value("input.x", scope);
    Compiled.value("input.x + input.x", scope.with("more", Compiled.json("1")));

    assertThat(asked).containsExactly("input");
  }

  @Test
  void nothing_is_asked_for_where_nothing_is_named() {
    assertThat(Compiled.value("1 + 1", scope())).isEqualTo("2");

    assertThat(asked).isEmpty();
  }

  @Test
  void only_the_fields_that_an_expression_names_are_seen() {
    // The lambda's argument hides which field is meant, so the whole task is named.
    assertThat(Compiled.value("$keys(tasks.a)", scope()))
        .isEqualTo("[\"output\",\"status\",\"attempts\"]");
    assertThat(Compiled.value("tasks.a.(output & status)", scope())).isEqualTo("\"7SUCCEEDED\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$string()",
        "$keys()",
        "tasks.(a.output & $keys())",
        "tasks.a.(output & $string())"
      })
  void what_is_read_never_takes_the_place_of_an_argument(String text) {
    // Its fields that are not named would seem not to be there.
    assertThat(Compiled.value(text, scope()))
        .startsWith("Expression.Failed: argument 1 of $")
        .contains("is left out: name what it is to be");
  }

  @Test
  void a_name_that_the_scope_does_not_have_is_nothing() {
    assertThat(Compiled.value("item.id", scope())).isEqualTo("nothing");
    assertThat(Compiled.value("tasks.zzz.output", scope())).isEqualTo("nothing");
  }

  @Test
  void a_later_value_hides_an_earlier_one_of_the_same_name() {
    var item = scope().with("order", Compiled.json("{\"id\": 1}"));

    assertThat(Compiled.value("order.id", item.with("order", Compiled.json("{\"id\": 2}"))))
        .isEqualTo("2");
    assertThat(Compiled.value("order.id", item)).isEqualTo("1");
  }

  @Test
  void tasks_read_dynamically_are_all_asked_for() {
    assertThat(Compiled.value("$keys(tasks)", scope())).isEqualTo("[\"a\",\"b\"]");

    assertThat(asked).containsExactlyInAnyOrder("a", "b", "input", "run");
  }
}
