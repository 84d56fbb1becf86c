package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompilationTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '~',
      value = {
        "input.            => 6  => the expression ends too early",
        "input..x          => 5  => did not expect .. here",
        "input day         => 6  => did not expect day here",
        "(1 + 2            => 6  => expected ) here and found the end",
        "[1, 2             => 5  => expected ] here and found the end",
        "{'a' 1}           => 5  => expected : here and found 1",
        "1 + + 2           => 4  => did not expect + here",
        "input.x)          => 7  => did not expect ) here",
        "'abc              => 0  => the text has no closing '",
        "'a\\qb'           => 2  => there is no escape \\q",
        "'\\u12'           => 1  => \\u needs four hexadecimal digits behind it",
        "`abc              => 0  => the quoted name has no closing `",
        "/* x              => 0  => the comment has no closing */",
        "/abc              => 0  => the regular expression has no closing /",
        "/(/               => 0  => the regular expression has no closing /",
        "/a{2,1}/          => 6  => the regular expression is wrong: Illegal repetition range",
        "1e999             => 0  => the number is out of range: 1e999",
        "input.1           => 6  => 1 cannot be a step of a path; a field of that name is `1`",
        "input.true        => 6  => true cannot be a step of a path; a field of that name is `true`",
        "function(x) { 1 } => 9  => a function's parameters are variables, such as $x",
        "function($x)<n {1}=> 12 => the signature has no closing >",
        "function($x)<q> {1}=> 13 => a signature has no type q",
        "x := 1            => 0  => only a variable, such as $x, can stand before :=",
        "input@x           => 6  => @ needs a variable behind it, such as $x",
        "input[0]@$x       => 8  => @ must stand before the predicates of its step",
        "input{'a':1}{'b':1} => 12 => a grouping cannot follow another one",
        "input{'a':1}[0]   => 12 => a predicate cannot follow a grouping",
        "%                 => 0  => there is no parent that this % could be",
        "input.%.%         => 8  => there is no parent that this % could be",
        "$count(1).%       => 6  => a % cannot tell the parent of what this gives",
        "$cuont(input)     => 0  => there is no $cuont; did you mean $count?",
        "1 + $input.x      => 4  => there is no $input; did you mean input without the $?",
        "$ordr + ($order := 1) => 0 => there is no $ordr; did you mean $order?",
        "$zzz              => 0  => there is no $zzz",
        "$eval('1')        => 0  => $eval is not available: what an expression reads must be known before it is evaluated",
        "count(input)      => 0  => count is called like a function; did you mean $count?"
      })
  void a_text_that_is_no_expression_is_rejected_where_it_goes_wrong(
      String text, int offset, String message) {
    assertThat(Expression.compile(text)).isEqualTo(new Compilation.Rejected(message, offset));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "/* nothing */"})
  void an_empty_text_is_rejected(String text) {
    assertThat(Expression.compile(text))
        .isEqualTo(new Compilation.Rejected("the expression is empty", text.length()));
  }

  @Test
  void a_text_up_to_the_limit_compiles_and_a_longer_one_does_not() {
    var longest = "'" + "x".repeat(Expression.TEXT_LENGTH_MAX - 2) + "'";

    assertThat(Expression.compile(longest)).isInstanceOf(Compilation.Compiled.class);
    assertThat(Expression.compile(longest + " "))
        .isEqualTo(
            new Compilation.Rejected(
                "the expression is longer than 8192 characters", Expression.TEXT_LENGTH_MAX));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {"( => )", "[ => ]", "{'a': => }", "- => ''", "$count( => )", "1 ? => : 2"})
  void nesting_is_limited_before_any_stack_is(String open, String close) {
    var text = open.strip().repeat(1_000) + "1" + close.strip().repeat(1_000);

    assertThat(Expression.compile(text))
        .isInstanceOfSatisfying(
            Compilation.Rejected.class,
            rejected ->
                assertThat(rejected.message())
                    .isEqualTo("the expression nests deeper than 200 levels"));
  }

  @Test
  void a_regular_expression_that_nests_too_deep_for_any_stack_is_rejected_or_fails() {
    var text = "/" + "(".repeat(4_000) + "a" + ")".repeat(4_000) + "/(input)";

    if (Expression.compile(text) instanceof Compilation.Compiled(var expression)) {
      assertThat(expression.evaluate(Compiled.input("\"a\""))).isNotNull();
    }
  }

  @Test
  void a_chain_of_operators_is_limited() {
    assertThat(Compiled.value("1" + "+1".repeat(500), Compiled.EMPTY)).isEqualTo("501");
    assertThat(Expression.compile("1" + "+1".repeat(501)))
        .isEqualTo(new Compilation.Rejected("more than 500 operators follow one another", 1001));
  }

  /// A parser that copies what stands left of `?:` takes twice as long with each of these.
  @Test
  void nested_defaults_compile_at_once() {
    var text = "(".repeat(150) + "input.a" + " ?: input.b)".repeat(150);

    assertThat(Compiled.value(text, Compiled.input("{\"b\": 1}"))).isEqualTo("1");
  }
}
