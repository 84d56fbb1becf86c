package dev.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.Question;
import dev.millrace.engine.text.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the page shows stays text, wherever it comes from.
class ApprovalPageTest {
  private static final String UNTIL = "2026-11-23T06:00:00.000000Z";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' autofocus onfocus='alert(1)",
        "</textarea><script>alert(1)</script>",
        "</title><svg onload=alert(1)>",
        "</style><script>alert(1)</script>",
        "<!--",
        "&lt;b&gt;",
        "javascript:alert(1)",
        "%s%n<b>",
        "\u0000<b>\u001b[31m"
      })
  void nothing_that_comes_from_outside_is_markup(String attack) {
    var text = JsonText.write(com.fasterxml.jackson.databind.node.TextNode.valueOf(attack));
    var form =
        JsonText.read(
            """
            {"type": "object", "properties": {
              %1$s: {"type": "string", "title": %1$s, "description": %1$s, "default": %1$s},
              "long": {"type": "string", "maxLength": 1000, "default": %1$s},
              "one": {"enum": [%1$s]}, "other": {"default": %1$s}}}
            """
                .formatted(text));
    var question = new Question(attack, List.of(attack, "no"), List.of(attack), Optional.of(form));
    var problems = List.of(new ArgumentProblem("/form", attack, attack));
    for (var sent : List.of(Map.<String, String>of(), Map.of("form:text:long", attack))) {
      var page =
          ApprovalPage.asking(question, Optional.of(attack), UNTIL, sent, problems)
              + ApprovalPage.accepted(attack);

      assertThat(page).doesNotContain("<script", "<img", "<svg", "<b>", "<!--", "\u0000", "\u001b");
      assertThat(page.replace("autocomplete=\"off\"", ""))
          .doesNotContainPattern("<[^>]*\\son[a-z]+=[^>]*>".replace("[^>]*\\s", "[^>\"]*\\s"));
      assertThat(page).contains(Html.escaped(attack));
    }
  }

  @Test
  void every_field_has_a_label_and_what_it_is_named_by_says_how_it_is_read() {
    var form =
        JsonText.read(
            """
            {"type": "object", "required": ["why"], "properties": {
              "why": {"type": "string", "title": "Why?"}, "count": {"type": "integer"},
              "ready": {"type": "boolean"}, "day": {"type": "string", "format": "date"},
              "size": {"enum": ["S", 2, null]}, "tags": {"type": "array"}}}
            """);
    var question = new Question("Go?", List.of("yes", "no"), List.of(), Optional.of(form));
    var page = ApprovalPage.asking(question, Optional.empty(), UNTIL, Map.of(), List.of());

    for (var name :
        List.of(
            "form:text:why",
            "form:number:count",
            "form:json:ready",
            "form:text:day",
            "form:json:size",
            "form:json:tags")) {
      assertThat(page).contains("<label for=\"" + name + "\">", "id=\"" + name + "\"");
    }
    assertThat(page)
        .contains("<html lang=\"en\">", "<legend>", "type=\"date\"", "Why?</label>", "required")
        .doesNotContain("<script", "http:", "https:");
  }

  @Test
  void what_was_sent_becomes_values_and_what_was_left_empty_is_left_out() {
    var sent =
        Map.of(
            "choice", "yes",
            "form", "",
            "form:text:why", "two\r\nlines",
            "form:number:count", "12",
            "form:number:share", "0.50",
            "form:number:none", "",
            "form:number:wrong", "1e9",
            "form:json:ready", "true",
            "form:json:tags", "[1, \"a\"]",
            "form:json:broken", "[1,");

    assertThat(FormValues.of(sent).orElseThrow())
        .isEqualTo(
            JsonText.read(
                """
                {"why": "two\\nlines", "count": 12, "share": 0.50, "wrong": "1e9", "ready": true,
                 "tags": [1, "a"], "broken": "[1,"}
                """));
    assertThat(FormValues.of(Map.of("choice", "yes"))).isEmpty();
    assertThat(FormValues.of(Map.of("form", ""))).contains(JsonText.read("{}"));
  }
}
