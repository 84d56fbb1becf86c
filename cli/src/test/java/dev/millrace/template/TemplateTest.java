package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The stack keeps its rules, and each rule can be broken.
class TemplateTest {
  private static final Templates TEMPLATES = Templates.ofRepository();

  static List<TemplateRule> rules() {
    return TemplateRule.all();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void the_stack_keeps_a_rule(TemplateRule rule) {
    assertThat(rule.findings(TEMPLATES)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void a_rule_finds_the_mistake_it_is_for(TemplateRule rule) {
    assertThat(rule.findings(TEMPLATES.with(rule.fault()))).isNotEmpty();
  }

  @Test
  void the_templates_are_read_whole() {
    assertThat(TEMPLATES.functions())
        .extracting(LambdaFunction::name)
        .containsExactly(
            "api", "callback", "start", "dispatch", "dispatch-long", "results", "reconcile");
    assertThat(TEMPLATES.resources().map(Resource::file).distinct())
        .containsExactlyInAnyOrderElementsOf(Templates.FILES);
  }
}
