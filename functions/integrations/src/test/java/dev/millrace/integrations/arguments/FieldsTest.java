package dev.millrace.integrations.arguments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.ArgumentProblem;
import dev.millrace.integrations.TestAttempt;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {
  @ParameterizedTest
  @CsvSource({
    "plain, false",
    "'', false",
    "$, false",
    "{ }, false",
    "${ a }, true",
    "a ${ b } c, true",
    "$${ a }, false",
    "$${ ${ a }, true",
    "a $${ b } $${ c }, false",
  })
  void an_expression_is_told_from_its_signs_written_twice(String text, boolean expression) {
    assertThat(Fields.holdsExpression(text)).isEqualTo(expression);
  }

  @Test
  void an_expression_stands_for_any_type_until_it_is_evaluated() {
    var json = "{\"n\": \"${ a }\"}";
    var written = new Problems();
    var evaluated = new Problems();

    assertThat(fields(json, Stage.WRITTEN, written).count("n", 0, 9)).isEmpty();
    assertThat(fields(json, Stage.EVALUATED, evaluated).count("n", 0, 9)).isEmpty();

    assertThat(written.all()).isEmpty();
    assertThat(evaluated.all())
        .containsExactly(
            new ArgumentProblem(
                "/n",
                "\"n\" must be a whole number from 0 to 9, found \"${ a }\".",
                "Write such a number without quotes."));
  }

  @Test
  void null_is_a_mistake_when_written_and_nothing_when_evaluated() {
    var json = "{\"t\": null}";
    var written = new Problems();
    var evaluated = new Problems();

    assertThat(fields(json, Stage.WRITTEN, written).text("t", "Write it.")).isEmpty();
    assertThat(fields(json, Stage.EVALUATED, evaluated).text("t", "Write it.")).isEmpty();

    assertThat(written.all()).hasSize(1);
    assertThat(evaluated.all()).isEmpty();
  }

  @Test
  void a_place_within_a_map_is_named_with_its_path_and_its_pointer() {
    var problems = new Problems();
    var inner =
        fields("{\"a/b\": {\"c\": 1}}", Stage.WRITTEN, problems).fields("a/b", "").orElseThrow();
    inner.refuseUnknownKeys(List.of("d"), List.of());

    assertThat(problems.all())
        .containsExactly(
            new ArgumentProblem(
                "/a~1b/c", "\"a/b.c\" is not a known key.", "Take it out. Known keys: d."));
  }

  @Test
  void a_long_value_is_shown_in_part() {
    var problems = new Problems();
    fields("{\"n\": \"" + "x".repeat(1_000) + "\"}", Stage.WRITTEN, problems).flag("n");

    assertThat(problems.all().getFirst().message()).hasSizeLessThan(120).endsWith("….");
  }

  @ParameterizedTest
  @CsvSource({
    "0B, 0",
    "512B, 512",
    "1KB, 1024",
    "10MB, 10485760",
    "999999999MB, 1048575998951424",
    "1GB, 1073741824",
  })
  void a_size_has_a_unit(String text, long bytes) {
    assertThat(ByteSize.read(text)).isEqualTo(OptionalLong.of(bytes));
  }

  @ParameterizedTest
  @CsvSource({"10", "10mb", "1.5MB", "-1B", "10 MB", "1TB", "9999999999B", "''"})
  void anything_else_is_no_size(String text) {
    assertThat(ByteSize.read(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 1B", "1024, 1KB", "1536, 1536B", "10485760, 10MB", "1073741824, 1GB"})
  void a_size_is_shown_in_its_shortest_exact_form(long bytes, String text) {
    assertThat(ByteSize.inWords(bytes)).isEqualTo(text);
  }

  private static Fields fields(String json, Stage stage, Problems problems) {
    return Fields.of(TestAttempt.json(json), stage, problems, "Write a map.");
  }
}
