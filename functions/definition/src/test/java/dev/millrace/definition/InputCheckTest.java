package dev.millrace.definition;

import static dev.millrace.definition.TestKinds.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.definition.InputCheck.Checked;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputCheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PARAMS =
      """
      type: object
      required: [day]
      additionalProperties: false
      properties:
        day: {type: string, format: date}
        limit: {type: integer, minimum: 1, default: 10}
        shop: {$ref: "#/$defs/shop"}
        tags: {type: array, items: {type: object, properties: {kind: {default: plain}}}}
      $defs:
        shop:
          type: object
          default: {}
          properties:
            country: {enum: [es, fr], default: es}
      """;

  @Test
  void a_dag_without_params_takes_any_input() {
    var check = accepted("dag: d\ntasks: {a: {pass: 1}}").inputCheck();

    assertThat(check.check(json("[1]"))).isEqualTo(new Checked.Right(json("[1]")));
    assertThat(check.params()).isEmpty();
  }

  @Test
  void defaults_of_missing_properties_are_filled_in_at_every_depth() {
    var input =
        json("{\"day\": \"2026-11-23\", \"shop\": {}, \"tags\": [{}, {\"kind\": \"red\"}]}");
    var before = input.deepCopy();

    assertThat(check(input))
        .isEqualTo(
            new Checked.Right(
                json(
                    """
                    {"day": "2026-11-23", "shop": {"country": "es"},
                     "tags": [{"kind": "plain"}, {"kind": "red"}], "limit": 10}
                    """)));
    assertThat(input).isEqualTo(before);
  }

  @Test
  void what_is_there_is_left_alone_null_too() {
    assertThat(messages(check(json("{\"day\": \"2026-11-23\", \"limit\": null}"))))
        .containsExactly("the input's /limit must be of type integer, found nothing (null).");
  }

  @Test
  void all_that_is_wrong_is_said_with_its_path() {
    var checked = check(json("{\"limit\": 0, \"shop\": {\"country\": \"it\"}, \"dya\": 1}"));

    assertThat(((Checked.Wrong) checked).problems())
        .extracting(Problem::path, Problem::message)
        .containsExactlyInAnyOrder(
            tuple("", "the input lacks \"day\"."),
            tuple("", "the input has \"dya\", which is not among the known properties."),
            tuple(
                "/limit", "the input's /limit must have a minimum value of 1, found the number 0."),
            tuple(
                "/shop/country",
                "the input's /shop/country must be one of es or fr, found the text \"it\"."));
  }

  @Test
  void an_input_from_a_file_has_lines_and_columns() {
    var checked = check().check("input.yaml", "day: 2026-11-23\nlimit: many\n");

    assertThat(((Checked.Wrong) checked).problems())
        .singleElement()
        .isEqualTo(
            new Problem(
                "input.yaml",
                2,
                8,
                "/limit",
                "the input's /limit must be of type integer, found the text \"many\".",
                "Give a value of type integer."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"day\": ", "day: [", "a: 1\na: 2", ""})
  void a_text_that_is_no_value_is_wrong(String text) {
    assertThat(check().check("input.json", text)).isInstanceOf(Checked.Wrong.class);
  }

  @Test
  void formats_are_checked() {
    assertThat(messages(check(json("{\"day\": \"tomorrow\"}"))))
        .containsExactly("the input's /day must be a date, found the text \"tomorrow\".");
  }

  @Test
  void references_in_a_circle_end() {
    var check =
        accepted(
                """
                dag: d
                params:
                  $ref: "#/$defs/a"
                  $defs:
                    a: {allOf: [{$ref: "#/$defs/b"}, {$ref: "#/$defs/b"}], properties: {next: {$ref: "#/$defs/a", default: {}}}}
                    b: {properties: {x: {default: 1}}}
                tasks: {a: {pass: 1}}
                """)
            .inputCheck();

    assertThat(check.check(json("{\"next\": {}}")))
        .isEqualTo(new Checked.Right(json("{\"next\": {\"x\": 1, \"next\": {}}, \"x\": 1}")));
  }

  @Test
  void a_schema_that_doubles_a_hundred_times_is_refused() {
    var schemas =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    "    s%d: {anyOf: [{$ref: '#/$defs/s%d'}, {$ref: '#/$defs/s%d'}]}"
                        .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining("\n"));
    var document =
        "dag: d\nparams:\n  $defs:\n"
            + schemas
            + "\n    s100: {type: string}\ntasks: {a: {pass: 1}}";

    assertThat(TestKinds.refused(document))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("more than 1,000 schemas"));
  }

  @Test
  void an_input_is_not_nested_deeper_than_a_document() {
    var deep = json("[".repeat(101) + "]".repeat(101));

    assertThat(messages(check().check(deep)))
        .containsExactly("the input is nested more than 100 deep.");
  }

  @Test
  void a_pattern_that_explodes_is_given_up() {
    var check = pattern("(a+)(a+)(a+)(a+)(a+)(a+)(a+)(a+)c");

    assertThat(check.check(json("\"aaaaaaaaac\""))).isInstanceOf(Checked.Right.class);
    assertThat(messages(check.check(json("\"" + "a".repeat(60) + "\""))))
        .containsExactly(
            "the pattern (a+)(a+)(a+)(a+)(a+)(a+)(a+)(a+)c takes too long on this text.");
  }

  @Test
  void a_pattern_that_recurses_too_deep_is_given_up() {
    assertThat(messages(pattern("^(a|b)*$").check(json("\"" + "ab".repeat(500_000) + "\""))))
        .containsExactly("the pattern ^(a|b)*$ takes too long on this text.");
  }

  private static InputCheck pattern(String pattern) {
    return accepted("dag: d\nparams: {pattern: '" + pattern + "'}\ntasks: {a: {pass: 1}}")
        .inputCheck();
  }

  private static InputCheck check() {
    return accepted("dag: d\ntasks: {a: {pass: 1}}\nparams:\n" + PARAMS.indent(2)).inputCheck();
  }

  private static Checked check(JsonNode input) {
    return check().check(input);
  }

  private static List<String> messages(Checked checked) {
    return ((Checked.Wrong) checked).problems().stream().map(Problem::message).toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
