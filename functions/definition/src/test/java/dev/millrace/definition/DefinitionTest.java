package dev.millrace.definition;

import static dev.millrace.definition.TestKinds.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.NeedEnd;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.plan.StartRule;
import dev.millrace.core.plan.TriggerRule;
import dev.millrace.definition.expression.Condition;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Scope;
import dev.millrace.definition.expression.TaskField;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DefinitionTest {
  private static final Definition ORDERS = golden("daily-orders.yaml");
  private static final Definition EVERY_KEY = golden("every-key.yaml");

  @Test
  void the_plan_has_the_needs_in_the_order_of_the_document() {
    assertThat(planned(ORDERS, "report").needs())
        .containsExactly(new TaskName("charge"), new TaskName("nothing_to_do"));
    assertThat(planned(ORDERS, "report").rule())
        .isEqualTo(new StartRule.Trigger(TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS));
    assertThat(planned(ORDERS, "orders").rule())
        .isEqualTo(new StartRule.Trigger(TriggerRule.ALL_SUCCESS));
  }

  @Test
  void on_at_one_need_makes_every_need_say_what_it_accepts() {
    assertThat(planned(EVERY_KEY, "last").rule())
        .isEqualTo(
            StartRule.PerNeed.of(
                List.of(
                    Set.of(NeedEnd.SUCCEEDED),
                    Set.of(NeedEnd.FAILED, NeedEnd.SKIPPED),
                    Set.of(NeedEnd.values()))));
  }

  @Test
  void a_need_written_as_a_mapping_without_on_is_a_plain_need() {
    assertThat(planned(EVERY_KEY, "each").rule())
        .isEqualTo(new StartRule.Trigger(TriggerRule.ALL_SUCCESS));
  }

  @Test
  void run_rules_come_from_the_top_of_the_document() {
    assertThat(EVERY_KEY.plan().rules())
        .isEqualTo(new Plan.RunRules(Duration.ofDays(366), true, OptionalInt.of(10)));
    assertThat(ORDERS.plan().rules()).isEqualTo(Plan.RunRules.DEFAULTS);
    assertThat(EVERY_KEY.tags()).containsExactly("all", "of them");
    assertThat(EVERY_KEY.description()).contains("Everything\nat once.\n");
  }

  @Test
  void a_busy_action_gets_a_timeout_and_the_lane_for_it() {
    var first = planned(EVERY_KEY, "first");
    assertThat(first.timeout()).contains(Duration.ofMinutes(14));
    assertThat(first.lane()).isEqualTo(Lane.LONG);
    var each = planned(EVERY_KEY, "each");
    assertThat(each.timeout()).contains(Duration.ofMinutes(1));
    assertThat(each.lane()).isEqualTo(Lane.LONG);
    assertThat(planned(ORDERS, "orders").lane()).isEqualTo(Lane.SHORT);
  }

  @Test
  void without_defaults_a_busy_action_may_take_30_seconds() {
    var plan = accepted("dag: d\ntasks: {a: {pass: 1}}").plan();

    assertThat(plan.task(0).timeout()).contains(Duration.ofSeconds(30));
  }

  @Test
  void what_parks_is_bound_by_the_run_unless_the_task_says_otherwise() {
    assertThat(planned(ORDERS, "report").timeout()).isEmpty();
    assertThat(planned(ORDERS, "report").lane()).isEqualTo(Lane.SHORT);
    assertThat(planned(EVERY_KEY, "parked").timeout()).contains(Duration.ofDays(30));
    assertThat(planned(EVERY_KEY, "parked").lane()).isEqualTo(Lane.SHORT);
    assertThat(task(EVERY_KEY, "parked").heartbeat()).contains(Duration.ofMinutes(5));
  }

  @Test
  void the_kind_says_what_is_idempotent_unless_the_task_does() {
    assertThat(planned(ORDERS, "orders").idempotent()).isTrue();
    assertThat(planned(ORDERS, "alert").idempotent()).isFalse();
    assertThat(planned(EVERY_KEY, "first").idempotent()).isFalse();
  }

  @Test
  void flags_are_off_unless_they_are_on() {
    assertThat(planned(EVERY_KEY, "first").allowFailure()).isTrue();
    assertThat(planned(EVERY_KEY, "last").allowFailure()).isFalse();
    assertThat(planned(EVERY_KEY, "last").cleanup()).isTrue();
    assertThat(planned(EVERY_KEY, "first").cleanup()).isFalse();
  }

  @Test
  void a_map_has_its_policy_in_the_plan_and_its_items_beside_it() {
    assertThat(planned(ORDERS, "charge").map())
        .contains(new MapPolicy(OptionalInt.of(20), new MapPolicy.Percent(5)));
    assertThat(planned(EVERY_KEY, "each").map())
        .contains(new MapPolicy(OptionalInt.of(1), new MapPolicy.Count(2)));
    assertThat(task(EVERY_KEY, "each").map().orElseThrow().item()).isEqualTo("element");
    assertThat(task(ORDERS, "charge").map().orElseThrow().item()).isEqualTo("item");
    assertThat(planned(ORDERS, "charge").conditional()).isTrue();
    assertThat(planned(ORDERS, "report").conditional()).isFalse();
  }

  @Test
  void a_condition_may_be_a_literal() {
    assertThat(task(EVERY_KEY, "each").when().orElseThrow().evaluateCondition(scope()))
        .isEqualTo(new Condition.Holds());
  }

  @Test
  void what_each_template_reads_is_known() {
    var charge = task(ORDERS, "charge");
    var output = Map.of("orders", Set.of(TaskField.OUTPUT));

    assertThat(charge.when().orElseThrow().references().taskFields()).isEqualTo(output);
    assertThat(charge.map().orElseThrow().over().references().taskFields()).isEqualTo(output);
    assertThat(charge.arguments().references().taskFields()).isEmpty();
    assertThat(task(ORDERS, "alert").arguments().references().taskFields())
        .isEqualTo(Map.of("charge", Set.of(TaskField.ERROR)));
    assertThat(ORDERS.output().orElseThrow().references().taskFields())
        .isEqualTo(Map.of("report", Set.of(TaskField.OUTPUT)));
  }

  @Test
  void addresses_are_encoded_and_other_arguments_are_not() {
    var scope = scope().with(Root.INPUT, object("day", "a/b c"));

    var evaluated = task(ORDERS, "orders").arguments().evaluate(scope);

    assertThat(value(evaluated).get("get").textValue())
        .isEqualTo("https://shop.example/orders/a%2Fb%20c");
    assertThat(value(evaluated).get("query").get("day").textValue()).isEqualTo("a/b c");
    assertThat(value(evaluated).get("connection").textValue()).isEqualTo("shop");
  }

  @Test
  void deferred_arguments_are_left_out_and_kept_for_later() {
    var arguments = task(EVERY_KEY, "parked").arguments();
    var scope =
        scope()
            .with(Root.INPUT, object("x", "1"))
            .with(Root.CALLBACK, object("url", "https://callback.example/1"));

    var evaluated = value(arguments.evaluate(scope));

    assertThat(evaluated.get("expect").isEmpty()).isTrue();
    assertThat(evaluated.get("json").get("back").textValue())
        .isEqualTo("https://callback.example/1");
    assertThat(arguments.deferred("/expect/when").orElseThrow().source())
        .isEqualTo(TextNode.valueOf("${ result.body.ok }"));
    assertThat(arguments.deferred("/expect/status")).isEmpty();
    assertThat(arguments.source().at("/expect/when").isTextual()).isTrue();
  }

  @Test
  void the_digest_is_that_of_the_values_and_not_of_their_writing() {
    var yaml = accepted("dag: d # comment\ntasks:\n  a: {pass: 'x'}\n  b: {pass: 0x10}\n");
    var json =
        accepted("{\"dag\": \"d\", \"tasks\": {\"a\": {\"pass\": \"x\"}, \"b\": {\"pass\": 16}}}");
    var reordered = accepted("dag: d\ntasks:\n  b: {pass: 16}\n  a: {pass: x}\n");

    assertThat(yaml.plan().digest()).isEqualTo(json.plan().digest()).hasSize(64);
    assertThat(reordered.plan().digest()).isNotEqualTo(yaml.plan().digest());
  }

  @Test
  void the_digest_is_sha_256_of_the_canonical_text() {
    // printf '{"dag":"d","tasks":{"a":{"pass":1}}}' | sha256sum
    assertThat(accepted("dag: d\ntasks: {a: {pass: 1}}").plan().digest())
        .isEqualTo("aa8e266ac40971f465bb24c662245139204e7a33581dbf57374269b1329eced3");
  }

  @Test
  void a_fixed_output_replaces_the_action_and_what_belongs_to_it() {
    var document = ORDERS.withOutput(new TaskName("charge"), JsonNodeFactory.instance.arrayNode());
    var fixed = accepted(document.toString());

    assertThat(fixed.document().at("/tasks/charge").toString())
        .isEqualTo(
            "{\"needs\":[\"orders\"],\"when\":\"${ $count(tasks.orders.output.open) > 0"
                + " }\",\"pass\":[]}");
    assertThat(planned(fixed, "charge").map()).isEmpty();
  }

  @Test
  void a_fixed_output_is_literal_whatever_it_holds() {
    var output = JsonNodeFactory.instance.objectNode();
    output.putArray("list").add("${ no expression }").add("$${ twice").add("$$${ thrice").addNull();

    var document = EVERY_KEY.withOutput(new TaskName("parked"), output);
    var fixed = accepted(document.toString());

    var evaluated = task(fixed, "parked").arguments().evaluate(scope());
    assertThat(value(evaluated)).isEqualTo(output);
  }

  @Test
  void a_fixed_output_for_a_task_that_is_not_there_is_a_mistake_of_the_caller() {
    assertThatThrownBy(() -> ORDERS.withOutput(new TaskName("nosuch"), TextNode.valueOf("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nosuch");
  }

  private static Definition golden(String name) {
    return accepted(TestKinds.text(Path.of("src/test/golden/accepted").resolve(name)));
  }

  private static PlannedTask planned(Definition definition, String task) {
    return definition.plan().task(definition.plan().indexOf(new TaskName(task)).orElseThrow());
  }

  private static TaskDefinition task(Definition definition, String task) {
    return definition.task(new TaskName(task)).orElseThrow();
  }

  private static Scope scope() {
    return Scope.at(Instant.EPOCH, 1);
  }

  private static JsonNode object(String key, String value) {
    return JsonNodeFactory.instance.objectNode().put(key, value);
  }

  private static JsonNode value(Evaluation evaluation) {
    return ((Evaluation.Value) evaluation).value();
  }

  @Test
  void a_chunk_of_a_map_is_its_task_alone_with_the_failures_that_are_left() {
    var whole =
        accepted(
            """
            dag: long
            failFast: true
            tasks:
              list: {pass: [1, 2]}
              each:
                needs: [list]
                when: "${ $count(tasks.list.output) > 1 }"
                map: {over: "${ tasks.list.output }", concurrency: 3, tolerate: 10%, as: number}
                pass: "${ number }"
                retry: {limit: 2}
                allowFailure: true
                cleanup: true
            """);

    var chunk = whole.chunkOf(new TaskName("each"), 4);

    assertThat(chunk.plan().digest()).isEqualTo(whole.plan().digest());
    assertThat(chunk.plan().rules().failFast()).isFalse();
    assertThat(chunk.tasks()).hasSize(1);
    assertThat(chunk.task(0).when()).isEmpty();
    assertThat(chunk.task(0).map().orElseThrow().item()).isEqualTo("number");
    var planned = chunk.plan().task(0);
    assertThat(planned.needs()).isEmpty();
    assertThat(planned.conditional()).isFalse();
    assertThat(planned.map()).contains(new MapPolicy(OptionalInt.of(3), new MapPolicy.Count(4)));
    assertThat(planned.retries()).isEqualTo(whole.plan().task(1).retries());
    assertThat(planned.allowFailure()).isFalse();
    assertThat(planned.cleanup()).isFalse();
  }
}
