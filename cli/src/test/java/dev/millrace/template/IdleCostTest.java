package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.Prices;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// A stack in which nothing runs costs next to nothing, and docs/cost.md says how little.
class IdleCostTest {
  private static final double USD_MAX = 1.0;
  private static final Templates TEMPLATES = Templates.ofRepository();
  private static final Prices PRICES = Prices.list();

  @Test
  void an_idle_stack_costs_less_than_a_dollar_a_month_without_its_alarms() {
    assertThat(IdleCost.of(TEMPLATES, PRICES).usd()).isLessThan(USD_MAX);
  }

  @Test
  void a_fourth_polled_queue_would_show() {
    var fault =
        new Fault(
            Templates.MAIN,
            "        Messages:\n",
            """
                    More:
                      Type: SQS
                      Properties:
                        Queue: !GetAtt Queues.Outputs.DispatchDeadArn
                    Messages:
            """);
    assertThat(IdleCost.of(TEMPLATES.with(fault), PRICES).usd()).isGreaterThan(USD_MAX);
  }

  @Test
  void the_page_shows_what_is_computed() {
    var cost = IdleCost.of(TEMPLATES, PRICES);
    var lines = new ArrayList<>(cost.rows().stream().map(IdleCost.Row::line).toList());
    lines.add(cost.line());
    lines.add(IdleCost.alarms(TEMPLATES, PRICES).line());
    assertThat(Templates.read("docs/cost.md"))
        .contains(String.join("\n", lines) + "\n")
        .contains(PRICES.asOf().toString())
        .contains(PRICES.region());
  }
}
