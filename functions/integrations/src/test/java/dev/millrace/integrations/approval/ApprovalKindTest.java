package dev.millrace.integrations.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.ActionKind.Traits;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.definition.expression.Root;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKindContract;
import dev.millrace.integrations.TestAttempt;
import dev.millrace.integrations.http.HttpKind;
import dev.millrace.integrations.http.HttpSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovalKindTest extends TaskKindContract {
  private final ApprovalKind kind = new ApprovalKind(new HttpKind(HttpSettings.cloud()));

  @Override
  protected TaskKind kind() {
    return kind;
  }

  @Override
  protected List<String> right() {
    return List.of(
        "{\"message\": \"Release ${ input.version }?\"}",
        "{\"message\": \"Which?\", \"choices\": [\"a\", \"b\", \"neither\"], \"people\": [\"ana\"]}",
        "{\"message\": \"Who?\", \"people\": \"${ input.people }\", \"choices\": \"${ input.c }\"}",
        "{\"message\": \"Why?\", \"form\": {\"type\": \"object\", \"properties\": {\"why\": {\"type\":"
            + " \"string\"}}}}",
        "{\"message\": \"Why?\", \"form\": \"${ input.form }\"}",
        "{\"message\": \"Go?\", \"notify\": {\"http\": {\"post\": \"https://chat.example/${"
            + " approval.person }\", \"json\": {\"text\": \"${ approval.link }\"}, \"expect\":"
            + " {\"when\": \"${ result.body.ok }\"}}}}");
  }

  @Override
  protected List<String> wrong() {
    return List.of(
        "null",
        "{}",
        "{\"message\": 1}",
        "{\"message\": \"" + "x".repeat(4_001) + "\"}",
        "{\"message\": \"Go?\", \"choices\": []}",
        "{\"message\": \"Go?\", \"choices\": [\"a\", \"a\"]}",
        "{\"message\": \"Go?\", \"choices\": [1]}",
        "{\"message\": \"Go?\", \"people\": [\"\"]}",
        "{\"message\": \"Go?\", \"people\": \"ana\"}",
        "{\"message\": \"Go?\", \"form\": {\"type\": \"string\"}}",
        "{\"message\": \"Go?\", \"form\": []}",
        "{\"message\": \"Go?\", \"notify\": \"${ input.notice }\"}",
        "{\"message\": \"Go?\", \"notify\": {}}",
        "{\"message\": \"Go?\", \"notify\": {\"http\": {\"get\": \"https://a.example\", \"poll\":"
            + " {\"until\": \"${ result.body.done }\"}}}}");
  }

  @Override
  protected List<String> wrongBeyondSchema() {
    return List.of(
        "{\"message\": \"Go?\", \"form\": {\"type\": \"object\", \"properties\": {\"a\": {\"type\":"
            + " \"txt\"}}}}",
        "{\"message\": \"Go?\", \"form\": {\"type\": \"object\", \"$ref\": \"https://a.example\"}}",
        "{\"message\": \"Open ${ approval.link }\"}",
        "{\"message\": \"Go?\", \"people\": [\"a\\nb\"]}",
        "{\"message\": \"Go?\", \"notify\": {\"http\": {\"json\": 1}}}");
  }

  @Override
  protected List<String> runnable() {
    return List.of(
        "{\"message\": \"Go?\"}",
        "{\"message\": \"" + "x".repeat(4_000) + "\", \"people\": [\"ana\", \"bo\"]}");
  }

  @Test
  void it_parks_once_it_has_asked_and_notes_no_link() throws InterruptedException {
    var attempt = TestAttempt.with("{\"message\": \"Go?\", \"people\": [\"ana\"]}");

    var parked = (Execution.Parked) kind.execute(attempt);

    assertThat(parked.wakeAt()).isEmpty();
    assertThat(parked.note())
        .hasToString("{\"message\":\"Go?\",\"choices\":[\"approve\",\"reject\"]}");
    assertThat(attempt.asked())
        .singleElement()
        .satisfies(q -> assertThat(q.people()).contains("ana"));
  }

  @Test
  void people_that_turn_out_wrong_are_not_asked() throws InterruptedException {
    var attempt = TestAttempt.with("{\"message\": \"Go?\", \"people\": [7]}");

    assertThat(kind.execute(attempt)).isInstanceOf(Execution.Failed.class);
    assertThat(attempt.asked()).isEmpty();
  }

  @Test
  void a_notice_that_cannot_be_sent_fails_the_attempt_and_closes_the_question()
      throws InterruptedException {
    var attempt =
        TestAttempt.with(
            "{\"message\": \"Go?\", \"notify\": {\"http\": {\"post\": \"http://127.0.0.1:1/x?l=${"
                + " approval.link }\"}}}");

    var failed = (Execution.Failed) kind.execute(attempt);

    assertThat(failed.error().text()).isEqualTo("Http.Refused");
    assertThat(failed.cause()).startsWith("notify: ").doesNotContain(TestAttempt.TOKEN);
    assertThat(attempt.asked()).isEmpty();
  }

  @Test
  void cancelling_closes_the_question() throws InterruptedException {
    var attempt = TestAttempt.with("{\"message\": \"Go?\"}");
    var parked = (Execution.Parked) kind.execute(attempt);

    kind.cancel(attempt.resumedWith(parked.note()));

    assertThat(attempt.asked()).isEmpty();
  }

  @Test
  void problems_of_form_and_notice_stand_where_they_are() {
    assertThat(
            problems(
                "{\"message\": \"Go?\", \"form\": {\"type\": \"object\", \"required\": 1},"
                    + " \"notify\": {\"http\": {\"post\": \"ftp://a.example\"}}}"))
        .extracting(ArgumentProblem::pointer)
        .containsExactly("/form/required", "/notify/http/post");
  }

  @Test
  void it_parks_may_run_twice_and_reads_links_only_to_send_them() {
    assertThat(kind.traits(TestAttempt.json("{}"))).isEqualTo(new Traits(true, true));
    assertThat(kind.extraRoots(TestAttempt.json("{}"))).isEmpty();
    assertThat(kind.extraRoots(TestAttempt.json("{\"notify\": {}}")))
        .containsExactly(Root.APPROVAL);
  }
}
