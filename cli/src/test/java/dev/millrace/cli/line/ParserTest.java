package dev.millrace.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.line.Syntax.Times;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParserTest {
  private static final Syntax SYNTAX =
      Syntax.of("try", "Tries.")
          .argument("FIRST", Times.ONCE, "The first.")
          .argument("REST", Times.ANY, "The rest.")
          .option("--one", "VALUE", "An option.")
          .options("--many", "VALUE", "An option that may stand several times.")
          .flag("--flag", "A flag.");

  @Test
  void options_stand_before_between_and_behind_arguments() {
    var arguments = parse("--flag", "a", "--one", "1", "b", "c", "--many=2");
    assertThat(arguments.argument("FIRST")).isEqualTo("a");
    assertThat(arguments.arguments("REST")).containsExactly("b", "c");
    assertThat(arguments.text("--one")).contains("1");
    assertThat(arguments.texts("--many")).containsExactly("2");
    assertThat(arguments.has("--flag")).isTrue();
  }

  @Test
  void what_does_not_stand_there_is_empty() {
    var arguments = parse("a");
    assertThat(arguments.arguments("REST")).isEmpty();
    assertThat(arguments.text("--one")).isEmpty();
    assertThat(arguments.texts("--many")).isEmpty();
    assertThat(arguments.has("--flag")).isFalse();
  }

  @Test
  void a_value_keeps_its_own_equals_signs_and_may_be_empty() {
    assertThat(parse("a", "--one=x=y").text("--one")).contains("x=y");
    assertThat(parse("a", "--one=").text("--one")).contains("");
  }

  @Test
  void a_value_may_begin_with_a_dash_unless_it_is_an_option() {
    assertThat(parse("a", "--one", "-5").text("--one")).contains("-5");
    assertThat(parse("a", "--one=--flag").text("--one")).contains("--flag");
    assertThatThrownBy(() -> parse("a", "--one", "--flag"))
        .hasMessage("--one needs a value: --one VALUE. (For the value --flag write --one=--flag.)");
  }

  @Test
  void a_dash_alone_and_everything_behind_two_dashes_are_arguments() {
    var arguments = parse("-", "--", "--one", "--", "-h");
    assertThat(arguments.argument("FIRST")).isEqualTo("-");
    assertThat(arguments.arguments("REST")).containsExactly("--one", "--", "-h");
    assertThat(Parser.asksForHelp(List.of("a", "--", "-h"))).isFalse();
  }

  @Test
  void several_values_keep_their_order() {
    assertThat(parse("a", "--many", "2", "--many", "1").texts("--many")).containsExactly("2", "1");
  }

  @Test
  void asking_for_what_the_syntax_does_not_take_is_a_fault() {
    assertThatThrownBy(() -> parse("a").text("--two")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> parse("a").argument("SECOND"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Arguments parse(String... words) {
    return Parser.parse(SYNTAX, List.of(words));
  }
}
