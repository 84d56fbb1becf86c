package dev.millrace.definition.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a character of a text stands in the document, through all ways of writing texts. Every
/// test looks for the one `@` of the value, which is also the only one of the document.
class PlaceOfTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: one@two",
        "a: 'one@two'",
        "a: \"one@two\"",
        "a: 'it''s ''quoted''@'",
        "a: \"tab\\t quote\\\" \\u00e9 \\x41 \\U0001F600@\"",
        "a: \"😀 é@\"",
        "a: 😀 é@",
        "a: one\n  two\n  thr@ee",
        "a: 'one\n\n  two  \n  thr@ee'",
        "a: \"one   \n\n\n  two\\\n  three\\n  \n @\"",
        "a: \"one \\\n   \\ @two\"",
        "a: \"\\\n  @\"",
        "a: |\n  one\n    two\n\n  th@ree\n",
        "a: |-\n\n  one @",
        "a: >\n  one\n  two\n\n  three\n    more\n  f@our\n",
        "a: >2\n    one\n  @\n",
        "a: | # comment\n  x@",
        "{\"a\": \"b\\\\c\\\"d\\/e\\u00e9\\ud83d\\ude00@\"}",
        "{\"a\":\n\t\"x@\"}",
        "a: \"x\\\r\n  y\r\n  z@\"",
        "a:\r\n  one\r\n  t@wo\r\n",
      })
  void a_character_is_found_where_it_is_written(String document) {
    var scalar = text(document);
    var index = scalar.text().orElseThrow().indexOf('@');

    var place = scalar.placeOf(index);

    assertThat(index).isNotNegative();
    assertThat(place).isEqualTo(placeIn(document, document.indexOf('@')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: one two",
        "a: 'it''s'",
        "a: \"one\\ttwo\"",
        "a: \"one\n  two\n\n  three\"",
        "a: |\n  one\n\n  two\n",
        "a: >\n  one\n\n  two\n",
        "{\"a\": \"\"}",
        "a: ''"
      })
  void any_index_has_a_place_within_the_value_and_places_never_go_back(String document) {
    var scalar = text(document);
    var last = scalar.place();
    for (var index = 0; index <= scalar.text().orElseThrow().length(); index++) {
      var place = scalar.placeOf(index);
      assertThat(place.line() * 1_000 + place.column())
          .isGreaterThanOrEqualTo(last.line() * 1_000 + last.column());
      last = place;
    }
  }

  @Test
  void a_value_that_is_no_text_has_only_its_own_place() {
    assertThat(text("a: 17").placeOf(1)).isEqualTo(new Place(1, 4, "/a"));
  }

  @Test
  void columns_count_characters_not_halves_of_them() {
    assertThat(text("a: 😀😀x").placeOf(4)).isEqualTo(new Place(1, 6, "/a"));
  }

  private static Node.Scalar text(String document) {
    var read = (Document.Read) DocumentReader.read(document);
    return (Node.Scalar) read.root().nearest("/a");
  }

  /// Counted without the code under test.
  private static Place placeIn(String document, int offset) {
    var before = document.substring(0, offset);
    var line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    var inLine = before.substring(before.lastIndexOf('\n') + 1);
    return new Place(line, inLine.codePointCount(0, inLine.length()) + 1, "/a");
  }
}
