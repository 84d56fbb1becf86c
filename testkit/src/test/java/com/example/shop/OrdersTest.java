package com.example.shop;

import static dev.millrace.testkit.dag.DagAssertions.assertThat;
import static dev.millrace.testkit.dag.TaskStatus.PARKED;

import dev.millrace.testkit.dag.Answer;
import dev.millrace.testkit.dag.DagTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrdersTest {
  private final DagTest dag = DagTest.ofResource("dags/orders.yaml");
  private final Map<String, String> input = Map.of("day", "2026-11-23");

  @BeforeEach
  void two_orders_are_open() {
    dag.task("orders").answers(DagTest.json("{\"open\": [{\"id\": 7}, {\"id\": 8}]}"));
  }

  @Test
  void orders_are_shipped_a_week_after_somebody_approves() {
    dag.task("charge").answers(Map.of("receipt", "r-1"));

    var run = dag.start(input).runUntil("approve", PARKED);
    run.callback("approve").succeeds(Map.of("ship", true));
    run.run(); // skips the seven days

    assertThat(run).succeeded().took(Duration.ofDays(7));
    assertThat(run)
        .task("orders")
        .received("/query/day", "2026-11-23")
        .task("charge")
        .output(List.of("r-1", "r-1"))
        .task("ship")
        .ranAfter("charge")
        .output("shipped the orders of 2026-11-23")
        .task("tell")
        .wasSkipped();
  }

  @Test
  void a_busy_payment_service_is_asked_again() {
    dag.task("charge").fails("Http.503", "busy").times(2).answers(Map.of("receipt", "r-1"));

    var run = dag.start(input).runUntil("approve", PARKED);

    assertThat(run).task("charge").succeeded().instance(0).attempts(3);
  }

  @Test
  void one_declined_card_is_tolerated_and_two_are_told() {
    dag.task("charge")
        .does(call -> Answer.fails("Http.402", "order " + call.argument("/json/order")));
    dag.task("tell").answers("ok");

    var run = dag.run(input);

    assertThat(run)
        .succeeded()
        .task("charge")
        .failedWith("Map.TooManyFailures")
        .task("tell")
        .received("/json/text", "Map.TooManyFailures")
        .task("approve")
        .hasUpstreamFailed()
        .neverStarted();
  }

  @Test
  void nobody_approves_in_time() {
    dag.task("charge")
        .answers(Map.of("receipt", "r-1"))
        .instance(1)
        .fails("Http.402", "card declined");

    var run = dag.run(input);

    assertThat(run).failedWith("Timeout").took(Duration.ofDays(2));
    assertThat(run).task("charge").output(DagTest.json("[\"r-1\", null]"));
  }
}
