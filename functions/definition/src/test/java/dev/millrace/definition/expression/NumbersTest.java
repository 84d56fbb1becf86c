package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whole numbers stay whole and keep all their digits: ids of 64 bits pass through expressions.
class NumbersTest {
  private final Scope scope =
      Compiled.input(
          """
          {"one": 1, "float": 1.0, "id": 9007199254740993, "near": 9007199254740992,
           "long": 9223372036854775807, "least": -9223372036854775808,
           "huge": 123456789012345678901234567890, "tiny": 1e-10, "half": 0.5}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '~',
      value = {
        "input.one               => 1",
        "input.float             => 1.0",
        "input.id                => 9007199254740993",
        "input.long              => 9223372036854775807",
        "input.huge              => 123456789012345678901234567890",
        "input.tiny              => 1.0E-10",
        "9007199254740993        => 9007199254740993",
        "-9223372036854775808    => -9223372036854775808",
        "123456789012345678901234567890 => 123456789012345678901234567890",
        "1.50                    => 1.5",
        "2.0                     => 2",
        "1e3                     => 1000",
        "input.id + 1            => 9007199254740994",
        "input.id - 1            => 9007199254740992",
        "input.id * 2            => 18014398509481986",
        "input.id % 10           => 3",
        "-input.id               => -9007199254740993",
        "input.long + 1          => 9.223372036854775807E18",
        "input.least - 1         => -9.223372036854775808E18",
        "input.least / -1        => 9.223372036854775807E18",
        "input.long * input.long => 8.507059173023462E37",
        "input.half + input.half => 1",
        "input.one / 3           => 0.3333333333333333",
        "input.id = 9007199254740992 => false",
        "input.id = input.near   => false",
        "input.id > input.near   => true",
        "input.one = input.float => true",
        "input.huge > input.long => true",
        "$sum([input.id, 1])     => 9007199254740994",
        "$max([input.id, input.near]) => 9007199254740993",
        "$string(input.id)       => \"9007199254740993\"",
        "'' & input.huge         => \"123456789012345678901234567890\"",
        "$number('9007199254740993') => 9007199254740993",
        "$distinct([input.id, input.near, 1, 1.0]) => [9007199254740993,9007199254740992,1]",
        "$sort([input.id, input.near]) => [9007199254740992,9007199254740993]",
        "$power(3, 39)           => 4052555153018976267",
        "$abs(input.least)       => 9223372036854775808",
        "$floor(input.id)        => 9007199254740993",
        "$round(input.long, -1)  => 9.22337203685477581E18",
        "[9007199254740993..9007199254740994] => [9007199254740993,9007199254740994]",
        "[9223372036854775806..9223372036854775807] => [9223372036854775806,9223372036854775807]"
      })
  void numbers_keep_their_value(String text, String result) {
    // Doubles of one value are written in different ways; they are compared as numbers.
    var value = Compiled.json(Compiled.value(text, scope));
    var expected = Compiled.json(result);
    if (expected.isDouble() && value.isDouble()) {
      assertThat(value.doubleValue()).isEqualTo(expected.doubleValue());
    } else {
      assertThat(value.toString()).isEqualTo(expected.toString());
    }
  }

  @Test
  void a_number_beyond_all_doubles_is_a_failure_not_infinity() {
    assertThat(Compiled.value("1e308 * 10", scope))
        .isEqualTo("Expression.Failed: the number is out of range, at character 6 of 1e308 * 10");
  }
}
