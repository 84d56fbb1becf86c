package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.millrace.core.ErrorName;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile expressions end as too costly. Their work and their memory are bounded by what the
/// budget counts, so the tests look at counts and at allocation, never at a clock.
class CostTest {
  /// All that an evaluation within the standard limits may allocate from its begin to its end, most
  /// of it garbage by then. Without a bound these expressions would take terabytes.
  private static final long ALLOCATED_BYTES_MAX = 600L * 1024 * 1024;

  private final Scope scope =
      Compiled.input("{\"x\": 1, \"text\": \"" + "a".repeat(50_000) + "\"}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        // never ends
        "($f := function($n) { $f($n + 1) }; $f(0))",
        "($f := function($n) { 1 + $f($n + 1) }; $f(0))",
        "($f := function($n) { $map([1, 2], $f) }; $f(0))",
        "($f := function() { $f() ~> $string }; $f())",
        "($f := function($n) { [1, 2]^($f($n)) }; $f(0))",
        "($f := function($n) { {'a': $f($n)} }; $f(0))",
        // makes a lot at once
        "$pad('x', 1000000000)",
        "$pad('x', -9e300, 'ab')",
        "[1..10000000]",
        "[-9223372036854775808..9223372036854775807]",
        "[1..900].([1..900])",
        "[1..2000].{'k' & $: [1..2000]}",
        "$formatNumber(1, $pad('', 1000000000, '0'))",
        "$map([1..999], function($i) { $pad('x', 100000) })",
        "$reduce([1..100], function($s, $i) { $s & $s }, 'x')",
        "$reduce([1..100], function($s, $i) { $append($s, $s) }, [1])",
        "$reduce([1..100], function($s, $i) { $replace($s, 'x', 'xx') }, 'x')",
        "$reduce([1..100], function($s, $i) { $join([$s, $s]) }, 'x')",
        "$reduce([1..100], function($s, $i) { $encodeUrlComponent($s & $s) }, '%')",
        // few values that are much when written out, compared, walked or copied
        "$reduce([1..60], function($s, $i) { [[$s], [$s]] }, [1])",
        "$string($reduce([1..60], function($s, $i) { [[$s], [$s]] }, [1]))",
        "'' & $reduce([1..60], function($s, $i) { {'a': $s, 'b': $s} }, 1)",
        "$reduce([1..60], function($s, $i) { {'a': $s, 'b': $s} }, 1) = $reduce([1..60], function($s, $i) { {'a': $s, 'b': $s} }, 1)",
        "($d := $reduce([1..60], function($s, $i) { {'a': $s, 'b': $s} }, 1); $count($d.**))",
        "$clone($reduce([1..60], function($s, $i) { {'a': $s, 'b': $s} }, 1))",
        "$distinct([1..3000].{'id': $})",
        // loops within built-in functions
        "[1..100000][$ in [1..100000]]",
        "$sort([1..100000], function($a, $b) { $a < $b })",
        "($big := [1..100000]; [1..100000].$count($reverse($big)))",
        "[1..20000].$contains($$.input.text, $pad('', 40000, 'a') & 'b')",
        "($v := input.text; [1..30000].($v = $v & ''))",
        "($f := $reduce([1..20000], function($f, $i) { [$f[0] ~> function($x) { $x }] }, [function($x) { $x }]); $f[0](1))",
        "$split(input.text, '') ~> $map(function($c) { $uppercase($$.input.text) })",
        // regular expressions that try without end
        "$contains(input.text, /(a+)+b/)",
        "$contains(input.text, /^(a|aa)+$b/)",
        "$replace(input.text, /(a*)*c/, '')",
        "$match(input.text, /a.*a.*a.*a.*b/)",
        // deep results
        "$reduce([1..100000], function($s, $i) { [[$s]] }, 1)",
        "$reduce([1..100000], function($s, $i) { {'a': $s} }, 1)",
        "{'a': 1} ~> | $ | {'self': $} |"
      })
  void a_hostile_expression_ends_as_too_costly_within_bounded_memory(String text) {
    var expression = Compiled.expression(text);
    long before = allocatedBytes();

    var evaluation = expression.evaluate(scope);

    assertThat(allocatedBytes() - before).isLessThan(ALLOCATED_BYTES_MAX);
    assertThat(evaluation).isInstanceOf(Evaluation.Failed.class);
    assertThat(((Evaluation.Failed) evaluation).error())
        .as(evaluation.toString())
        .isEqualTo(ErrorName.EXPRESSION_TOO_COSTLY);
  }

  private static long allocatedBytes() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$sum([1..100000].($ * 2))",
        "$count($split(input.text, ''))",
        "$length($replace(input.text, /a/, 'bb'))",
        "$contains(input.text, /a{100}b/)",
        "$count($sort($map([1..5000], function($i) { -$i })))",
        "$count($distinct($map([1..50000], function($i) { $i % 100 })))",
        "($loop := function($n) { $n = 0 ? 'done' : $loop($n - 1) }; $loop(50000))",
        "$count([1..300].(input.text))",
        "$length($join($map([1..20000], $string), ','))"
      })
  void an_honest_expression_has_room_enough(String text) {
    assertThat(Compiled.expression(text).evaluate(scope)).isInstanceOf(Evaluation.Value.class);
  }

  @Test
  void a_cause_is_short_however_long_the_message() {
    assertThat(Compiled.value("$error($pad('no', 100000, '!'))", scope).length()).isLessThan(1200);
  }

  @Test
  void the_limit_of_steps_is_exact() {
    var expression = Compiled.expression("[1..100].($ + 1)");
    long needed = leastSteps(expression);

    assertThat(expression.evaluate(scope, new Limits(needed, 500, 1000)))
        .isInstanceOf(Evaluation.Value.class);
    assertThat(Compiled.value(expression.evaluate(scope, new Limits(needed - 1, 500, 1000))))
        .startsWith("Expression.TooCostly: the expression is too costly: it takes more than");
  }

  private long leastSteps(Expression expression) {
    long steps = 1;
    while (expression.evaluate(scope, new Limits(steps, 500, 1000)) instanceof Evaluation.Failed) {
      steps++;
    }
    return steps;
  }

  @Test
  void depth_counts_nested_parts_and_calls() {
    var expression =
        Compiled.expression("($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(input.n))");
    var results =
        Map.of(
            150, "150",
            300, "Expression.TooCostly");

    results.forEach(
        (depth, result) ->
            assertThat(
                    Compiled.value(expression.evaluate(Compiled.input("{\"n\": " + depth + "}"))))
                .startsWith(result));
  }

  @Test
  void the_result_is_measured_as_compact_json() {
    var expression =
        Compiled.expression("{'a': ['é', 10, -5, true, null, '\"\\n\\u0001'], 'b': {}}");
    var json = Compiled.value(expression.evaluate(scope));
    int bytes = json.getBytes(StandardCharsets.UTF_8).length;

    assertThat(Compiled.value(expression.evaluate(scope, new Limits(1000, 500, bytes))))
        .isEqualTo(json);
    assertThat(Compiled.value(expression.evaluate(scope, new Limits(1000, 500, bytes - 1))))
        .contains("its result is longer than " + (bytes - 1) + " bytes");
  }

  @Test
  void what_an_expression_passes_on_counts_towards_its_result() {
    var large = Compiled.input("\"" + "x".repeat(5 * 1024 * 1024 - 1) + "\"");

    assertThat(Compiled.value("input", large))
        .startsWith("Expression.TooCostly: the expression is too costly: its result is longer");
    assertThat(Compiled.value("$length(input)", large)).isEqualTo("5242879");
  }
}
