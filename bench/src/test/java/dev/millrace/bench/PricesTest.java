package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PricesTest {
  @Test
  void the_list_names_its_source_for_every_price() {
    assertThat(Prices.list().byItem().values())
        .isNotEmpty()
        .allSatisfy(
            price -> {
              assertThat(price.source()).startsWith("https://aws.amazon.com/");
              assertThat(price.per()).isPositive();
              assertThat(price.usd()).isNotNegative();
            });
  }

  @Test
  void a_price_is_for_so_many() {
    assertThat(Prices.list().of("sqs.standard").of(2_500_000)).isCloseTo(1.0, within(1e-12));
  }

  @Test
  void what_is_not_on_the_list_has_no_price() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prices.list().of("sqs.express"))
        .withMessage("no price of sqs.express");
  }
}
