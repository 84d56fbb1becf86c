package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.core.ErrorName;
import dev.millrace.definition.expression.Template.Flaw;
import dev.millrace.definition.expression.Template.Insertion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final Scope SCOPE =
      Compiled.input(
              """
              {"day": "2026-11-23", "n": 3, "half": 0.5, "big": 9007199254740993, "float": 12345678.0,
               "yes": true, "none": null, "list": [1, "a"], "object": {"a": {"b": 1}},
               "path": "a b/c?d=ü&e"}
              """)
          .with("odd}name", TextNode.valueOf("odd"));

  private static Template text(String text) {
    return Compiled.template(TextNode.valueOf(text));
  }

  private static String value(String text) {
    return Compiled.value(text(text).evaluate(SCOPE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '~',
      value = {
        "${ input.day }                  => \"2026-11-23\"",
        "${input.n}                      => 3",
        "${ input.yes }                  => true",
        "${ input.none }                 => null",
        "${ input.list }                 => [1,\"a\"]",
        "${ input.missing }              => nothing",
        "day ${ input.day }.             => \"day 2026-11-23.\"",
        "${ input.n }${ input.n }        => \"33\"",
        "n=${ input.n } ${ input.half }  => \"n=3 0.5\"",
        "id ${ input.big }               => \"id 9007199254740993\"",
        "at ${ input.float }             => \"at 12345678.0\"",
        "is ${ input.yes }               => \"is true\"",
        "none: ${ input.none }           => \"none: null\"",
        "missing: ${ input.missing }.    => \"missing: .\"",
        "list ${ input.list }            => \"list [1,\\\"a\\\"]\"",
        "object ${ input.object }        => \"object {\\\"a\\\":{\\\"b\\\":1}}\"",
        "sum ${ 0.1 + 0.2 }              => \"sum 0.30000000000000004\"",
        "$${ input.day }                 => \"${ input.day }\"",
        "$$${ input.n }                  => \"$${ input.n }\"",
        "a $${x} b ${ input.n }          => \"a ${x} b 3\"",
        "cost: $5 {x} }                  => \"cost: $5 {x} }\"",
        "ends with $                     => \"ends with $\""
      })
  void expressions_within_a_text_are_replaced_by_their_values(String text, String result) {
    assertThat(value(text)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '~',
      value = {
        "${ {'a': '}'} }                 => {\"a\":\"}\"}",
        "${ {'a': {'b': 1}} }            => {\"a\":{\"b\":1}}",
        "${ \"}\\\"}\" } and ${ 1 }      => \"}\\\"} and 1\"",
        "${ `odd}name` }                 => \"odd\"",
        "${ $contains('a}b', /}/) }      => true",
        "${ $replace('a/b', /[/}]/, '') } => \"ab\"",
        "${ 6 / 2 } ${ 4 / 2 }           => \"3 2\"",
        "${ /* } */ 1 }                  => 1",
        "${ input{'a': n} }              => {\"a\":3}",
        "${ (function($x) { $x })(5) }   => 5",
        "${ input.object ~> |a|{'b':2}| } => {\"a\":{\"b\":2}}"
      })
  void brackets_within_an_expression_do_not_end_it(String text, String result) {
    assertThat(value(text)).isEqualTo(result);
  }

  @Test
  void a_tree_keeps_its_shape_and_nothing_within_it_becomes_null() {
    var template =
        Compiled.template(
            """
            {"json": {"order": "${ input.n }", "lost": "${ input.missing }", "fix": [1, {"a": null}]},
             "list": ["${ input.list }", "${ input.missing }", "x"], "${ key }": "stays"}
            """);

    assertThat(Compiled.value(template.evaluate(SCOPE)))
        .isEqualTo(
            "{\"json\":{\"order\":3,\"lost\":null,\"fix\":[1,{\"a\":null}]},"
                + "\"list\":[[1,\"a\"],null,\"x\"],\"${ key }\":\"stays\"}");
  }

  @Test
  void a_template_without_expressions_gives_itself() {
    var source = Compiled.json("{\"a\": [1, \"cost: $5\", {\"b\": null}]}");
    var template = Compiled.template(source);

    assertThat(template.isConstant()).isTrue();
    assertThat(template.expressions()).isEmpty();
    assertThat(template.evaluate(Compiled.EMPTY)).isEqualTo(new Evaluation.Value(source));
    assertThat(((Evaluation.Value) template.evaluate(Compiled.EMPTY)).value()).isSameAs(source);
  }

  @Test
  void parts_without_expressions_are_not_copied() {
    var source = Compiled.json("{\"fix\": {\"a\": 1}, \"n\": \"${ input.n }\"}");

    var value = ((Evaluation.Value) Compiled.template(source).evaluate(SCOPE)).value();

    assertThat(value.get("fix")).isSameAs(source.get("fix"));
  }

  @Test
  void an_escaped_opening_is_no_constant() {
    assertThat(text("$${x}").isConstant()).isFalse();
    assertThat(text("$${x}").expressions()).isEmpty();
  }

  @Test
  void expressions_know_their_places() {
    var template =
        Compiled.template(
            "{\"a/b\": {\"c~d\": [\"x\", \"day ${ input.day } of ${tasks.t.output}\"]}}");

    assertThat(template.expressions())
        .extracting(Template.Placed::pointer, Template.Placed::offset, p -> p.expression().text())
        .containsExactly(
            tuple("/a~1b/c~0d/1", 6, " input.day "), tuple("/a~1b/c~0d/1", 24, "tasks.t.output"));
    assertThat(template.references().taskFields()).isEqualTo(Map.of("t", Set.of(TaskField.OUTPUT)));
    assertThat(template.references().reads(Root.INPUT)).isTrue();
  }

  @Test
  void all_flawed_texts_are_reported_with_their_places() {
    var compilation =
        Template.compile(
            Compiled.json(
                """
                {"a": "x ${ input. }", "b": ["${ 1 }", "${ }", "${ 'open }"], "c": "${ 1 + ",
                 "d": "ok ${ 1 } then ${ $cuont(1) }"}
                """));

    assertThat(compilation)
        .isEqualTo(
            new Template.Compilation.Rejected(
                List.of(
                    new Flaw("/a", 12, "did not expect } here"),
                    new Flaw("/b/1", 3, "the expression is empty"),
                    new Flaw("/b/2", 3, "the text has no closing '"),
                    new Flaw("/c", 7, "the expression ends too early"),
                    new Flaw("/d", 18, "there is no $cuont; did you mean $count?"))));
  }

  @Test
  void an_expression_must_be_closed() {
    assertThat(Template.compile(TextNode.valueOf("a ${ input.x")))
        .isEqualTo(
            new Template.Compilation.Rejected(
                List.of(new Flaw("", 12, "the expression has no closing }"))));
  }

  @Test
  void an_expression_within_a_text_has_the_same_limit_as_any() {
    var longest = "'" + "x".repeat(Expression.TEXT_LENGTH_MAX - 2) + "'";

    assertThat(Template.compile(TextNode.valueOf("${" + longest + "} and more")))
        .isInstanceOf(Template.Compilation.Compiled.class);
    assertThat(Template.compile(TextNode.valueOf("${" + longest + " } and more")))
        .isEqualTo(
            new Template.Compilation.Rejected(
                List.of(
                    new Flaw(
                        "",
                        2 + Expression.TEXT_LENGTH_MAX,
                        "the expression is longer than 8192 characters"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '~',
      value = {
        "/x/${ input.path }?q=${ input.path }&n=${ input.n } => \"/x/a%20b%2Fc%3Fd%3D%C3%BC%26e?q=a%20b%2Fc%3Fd%3D%C3%BC%26e&n=3\"",
        "${ 'https://x.example/a b' }                        => \"https://x.example/a b\"",
        "a b/${ 'A-z_0.9~' }                                 => \"a b/A-z_0.9~\"",
        "/${ '..' }/${ '%2F' }                               => \"/../%252F\"",
        "/${ input.missing }/                                => \"//\""
      })
  void values_in_an_address_are_percent_encoded_unless_it_is_one_expression(
      String address, String result) {
    var evaluation = text(address).evaluate(SCOPE, Limits.STANDARD, Insertion.PERCENT_ENCODED);

    assertThat(Compiled.value(evaluation)).isEqualTo(result);
  }

  @Test
  void half_a_character_cannot_stand_in_an_address() {
    var evaluation =
        text("/${ '\\ud83d' }").evaluate(SCOPE, Limits.STANDARD, Insertion.PERCENT_ENCODED);

    assertThat(Compiled.value(evaluation))
        .isEqualTo("Expression.Failed: a value for an address holds half a character");
  }

  @Test
  void a_failure_names_its_place() {
    var template = Compiled.template("{\"query\": {\"day\": \"on ${ input.day + 1 }\"}}");

    assertThat(template.evaluate(SCOPE))
        .isEqualTo(
            new Evaluation.Failed(
                ErrorName.EXPRESSION_FAILED,
                "at /query/day: + needs a number on its left and found the text \"2026-11-23\", "
                    + "at character 11 of  input.day + 1 "));
  }

  @Test
  void the_results_of_all_expressions_count_together() {
    JsonNode source = Compiled.json("[\"${ $pad('', 400) }\", \"x ${ $pad('', 400) }\"]");

    assertThat(Compiled.value(evaluated(source, 804))).startsWith("[");
    assertThat(Compiled.value(evaluated(source, 803)))
        .isEqualTo(
            "Expression.TooCostly: at /1: the results of all expressions are longer than 803 bytes");
  }

  private static Evaluation evaluated(JsonNode source, long bytes) {
    var limits = new Limits(10_000, 500, bytes);
    return Compiled.template(source).evaluate(SCOPE, limits, Insertion.PLAIN);
  }

  @Test
  void nothing_becomes_null_where_a_value_is_needed() {
    assertThat(Compiled.value(text("${ input.missing }").evaluate(SCOPE).nothingAsNull()))
        .isEqualTo("null");
    assertThat(Compiled.value(text("${ input.n }").evaluate(SCOPE).nothingAsNull())).isEqualTo("3");
  }
}
