package dev.millrace.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.graph.Picture.Arrow;
import dev.millrace.cli.graph.Picture.Box;
import dev.millrace.cli.graph.Picture.Form;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Names of tasks cannot hold any of this today; a picture does not rely on it.
class EscapingTest {
  private static final String NASTY = "a\"]<b>&\\;--> end";
  private static final Picture PICTURE =
      new Picture(
          "test",
          List.of(new Box(NASTY, Form.PLAIN, List.of(NASTY)), new Box("b", Form.STACK, List.of())),
          List.of(new Arrow(0, 1, NASTY)));

  @Test
  void svg_holds_no_foreign_element() {
    assertThat(Svg.text(PICTURE)).contains("a&quot;]&lt;b>&amp;\\;--> end").doesNotContain("<b>");
  }

  @Test
  void mermaid_writes_punctuation_as_entities() {
    assertThat(Mermaid.text(PICTURE))
        .contains("t0(\"<b>a#34;#93;#60;b#62;#38;#92;#59;#45;#45;#62; end</b><br/>a#34;")
        .contains("t0 -. a#34;#93;#60;b#62;#38;#92;#59;#45;#45;#62; end .-> t1");
  }

  @Test
  void dot_escapes_quotes_and_backslashes() {
    assertThat(Dot.text(PICTURE)).contains("\"a\\\"]<b>&\\\\;--> end\" -> \"b\"");
  }
}
