package dev.millrace.integrations;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// What every task kind keeps. A kind's test extends it with examples of its arguments.
public abstract class TaskKindContract {
  /// Longest note of a parked attempt, in characters of JSON text: it stands in the task's record.
  private static final int NOTE_MAX = 4_096;

  private static final String UNKNOWN = "nosuchkey";

  protected abstract TaskKind kind();

  /// Arguments without problems, as documents write them.
  protected abstract List<String> right();

  /// Arguments with problems that a schema can see.
  protected abstract List<String> wrong();

  /// Arguments with problems that only the kind sees, because they lie between keys or in the
  /// inside of texts.
  protected List<String> wrongBeyondSchema() {
    return List.of();
  }

  /// Evaluated arguments of attempts that end or park without anything outside.
  protected abstract List<String> runnable();

  /// Whether any value at all will do as arguments, as only `pass` has it.
  protected boolean takesAnything() {
    return false;
  }

  @Test
  void its_name_is_a_key_of_tasks() {
    assertThat(kind().name()).matches("[a-z][a-z0-9_]*");
  }

  @Test
  void it_is_in_the_list_that_hosts_share() {
    assertThat(TaskKinds.standard(dev.millrace.integrations.http.HttpSettings.cloud()))
        .anySatisfy(kind -> assertThat(kind).hasSameClassAs(kind()));
  }

  @Test
  void right_arguments_pass_both_check_and_schema() {
    assertThat(right()).isNotEmpty();
    for (var arguments : right()) {
      assertThat(problems(arguments)).as(arguments).isEmpty();
      assertThat(schemaMessages(arguments)).as(arguments).isEmpty();
    }
  }

  @Test
  void wrong_arguments_pass_neither_check_nor_schema() {
    for (var arguments : wrong()) {
      assertThat(problems(arguments)).as(arguments).isNotEmpty();
      assertThat(schemaMessages(arguments)).as(arguments).isNotEmpty();
    }
  }

  @Test
  void arguments_that_are_wrong_between_the_lines_are_found_by_check() {
    for (var arguments : wrongBeyondSchema()) {
      assertThat(problems(arguments)).as(arguments).isNotEmpty();
      assertThat(schemaMessages(arguments)).as("move to wrong(): " + arguments).isEmpty();
    }
  }

  @Test
  void each_problem_says_place_and_mend() {
    for (var list : List.of(wrong(), wrongBeyondSchema())) {
      for (var text : list) {
        var arguments = TestAttempt.json(text);
        for (var problem : kind().check(arguments)) {
          assertThat(arguments.at(JsonPointer.compile(problem.pointer())).isMissingNode())
              .as(problem + " in " + text)
              .isFalse();
          assertThat(problem.message()).endsWith(".").doesNotContain("\n");
          assertThat(problem.mend()).matches("[A-Z].*\\.");
        }
      }
    }
  }

  @Test
  void an_unknown_key_is_a_problem_at_that_key() {
    if (takesAnything()) {
      return;
    }
    for (var text : right()) {
      if (TestAttempt.json(text) instanceof ObjectNode arguments) {
        arguments.put(UNKNOWN, 1);
        assertThat(kind().check(arguments))
            .extracting(ArgumentProblem::pointer)
            .containsExactly("/" + UNKNOWN);
        assertThat(schemaMessages(arguments.toString())).isNotEmpty();
      }
    }
  }

  @Test
  void the_schema_describes_every_key_and_refers_nowhere() {
    var schema = kind().schema();

    assertThat(schema.path("title").textValue()).isEqualTo(kind().name());
    assertThat(schema.path("description").textValue()).endsWith(".");
    schema
        .path("properties")
        .forEachEntry(
            (key, property) ->
                assertThat(property.path("description").textValue())
                    .as(key)
                    .isNotBlank()
                    .endsWith("."));
    assertThat(schema.findValues("$ref")).isEmpty();
    assertThat(schema.findValues("$id")).isEmpty();
  }

  @Test
  void traits_are_known_for_all_right_arguments() {
    for (var arguments : right()) {
      assertThat(kind().traits(TestAttempt.json(arguments))).isNotNull();
    }
  }

  @Test
  void an_attempt_does_not_change_its_arguments() throws InterruptedException {
    for (var text : runnable()) {
      var arguments = TestAttempt.json(text);
      var _ = kind().execute(TestAttempt.with(arguments));
      assertThat(arguments).isEqualTo(TestAttempt.json(text));
    }
  }

  @Test
  void the_same_attempt_ends_the_same_way_again() throws InterruptedException {
    for (var text : runnable()) {
      assertThat(kind().execute(TestAttempt.with(text)))
          .isEqualTo(kind().execute(TestAttempt.with(text)));
    }
  }

  @Test
  void a_note_is_small_and_holds_no_secret() throws InterruptedException {
    for (var text : runnable()) {
      if (kind().execute(TestAttempt.with(text)) instanceof Execution.Parked parked) {
        assertThat(kind().traits(TestAttempt.json(text)).parks()).isTrue();
        assertThat(parked.note().toString())
            .hasSizeLessThanOrEqualTo(NOTE_MAX)
            .doesNotContain(TestAttempt.TOKEN);
      }
    }
  }

  @Test
  void a_parked_attempt_can_be_resumed_when_its_time_has_come() throws InterruptedException {
    for (var text : runnable()) {
      var attempt = TestAttempt.with(text);
      if (kind().execute(attempt) instanceof Execution.Parked(var note, var wakeAt)
          && wakeAt.isPresent()) {
        var resumed = attempt.resumedWith(note).at(wakeAt.get());
        assertThat(kind().resume(resumed)).isNotNull().isEqualTo(kind().resume(resumed));
      }
    }
  }

  @Test
  void cancelling_a_parked_attempt_twice_is_no_error() throws InterruptedException {
    for (var text : runnable()) {
      var attempt = TestAttempt.with(text);
      if (kind().execute(attempt) instanceof Execution.Parked(var note, _)) {
        kind().cancel(attempt.resumedWith(note));
        kind().cancel(attempt.resumedWith(note));
      }
    }
  }

  @Test
  void an_interruption_is_thrown_or_left_for_the_engine_to_see() {
    for (var text : runnable()) {
      Thread.currentThread().interrupt();
      var thrown = catchThrowable(() -> kind().execute(TestAttempt.with(text)));
      var stillSet = Thread.interrupted();

      assertThat(thrown instanceof InterruptedException).as(text).isNotEqualTo(stillSet);
      assertThat(kind().blocks() || thrown == null).as(text).isTrue();
    }
  }

  @Test
  void arguments_that_turn_out_wrong_fail_the_attempt_and_throw_nothing()
      throws InterruptedException {
    if (takesAnything()) {
      return;
    }
    for (var text : List.of("null", "[]", "\"text\"", "{\"" + UNKNOWN + "\": 1}")) {
      assertThat(kind().execute(TestAttempt.with(text)))
          .as(text)
          .isInstanceOfSatisfying(
              Execution.Failed.class,
              failed -> assertThat(failed.error().text()).isEqualTo("Arguments.Invalid"));
    }
  }

  @Test
  void time_and_chance_come_from_the_attempt_only() {
    var classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(kind().getClass().getPackageName());

    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .orShould()
        .callMethod(TimeUnit.class, "sleep", long.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(LockSupport.class, Clock.class, Random.class, ThreadLocalRandom.class)
        .because("a kind takes time and ids from its attempt and leaves waiting to the engine")
        .check(classes);
  }

  protected final List<ArgumentProblem> problems(String arguments) {
    return kind().check(TestAttempt.json(arguments));
  }

  private List<String> schemaMessages(String arguments) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(kind().schema())
        .validate(TestAttempt.json(arguments))
        .stream()
        .map(Object::toString)
        .toList();
  }
}
