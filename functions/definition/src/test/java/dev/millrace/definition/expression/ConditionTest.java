package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.core.ErrorName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
  private final Scope scope = Compiled.input("{\"n\": 3, \"list\": [1, 2], \"none\": null}");

  private Condition condition(String text) {
    return Compiled.template(TextNode.valueOf(text)).evaluateCondition(scope);
  }

  @Test
  void true_holds_and_false_does_not() {
    assertThat(condition("${ input.n = 3 }")).isEqualTo(new Condition.Holds());
    assertThat(condition("${ input.n > 3 }")).isEqualTo(new Condition.DoesNotHold());
    assertThat(Compiled.template(BooleanNode.TRUE).evaluateCondition(scope))
        .isEqualTo(new Condition.Holds());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '~',
      value = {
        "${ input.n }           => ${ input.n } gives the number 3",
        "${ 'true' }            => ${ 'true' } gives a text",
        "${ input.list }        => ${ input.list } gives a list",
        "${ input }             => ${ input } gives an object",
        "${ input.none }        => ${ input.none } gives nothing",
        "${ input.missing }     => ${ input.missing } gives nothing",
        "is ${ input.n = 3 }    => ${ input.n = 3 } gives a text",
        "yes                    => this one gives a text"
      })
  void anything_else_is_not_boolean(String text, String what) {
    var cause = "a condition must give true or false; " + what;

    assertThat(condition(text))
        .isEqualTo(new Condition.Failed(ErrorName.EXPRESSION_NOT_BOOLEAN, cause));
  }

  @Test
  void a_failure_stays_what_it_is() {
    assertThat(condition("${ $error('no') }"))
        .isInstanceOfSatisfying(
            Condition.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo(ErrorName.EXPRESSION_FAILED));
  }
}
