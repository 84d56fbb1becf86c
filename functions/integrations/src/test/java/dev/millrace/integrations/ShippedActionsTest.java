package dev.millrace.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.DagReader;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Reading;
import dev.millrace.integrations.actions.ShippedActions;
import dev.millrace.integrations.http.HttpSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What tasks may write of the actions that come with Millrace, and what a document then is.
class ShippedActionsTest {
  private static final DagReader READER =
      new DagReader(
          TaskKinds.standard(HttpSettings.cloud()),
          ShippedActions.library(TaskKinds.standard(HttpSettings.cloud())));

  private static final DagReader WITHOUT = new DagReader(TaskKinds.standard(HttpSettings.cloud()));

  private static List<String> problems(String task) {
    var document = "dag: d\ntasks:\n  a:\n    " + task + "\n";
    return READER.read("d.yaml", document) instanceof Reading.Refused(var found)
        ? found.stream().map(Problem::rendered).toList()
        : List.of();
  }

  @Test
  void each_says_what_it_is_for_and_takes_no_unknown_argument() {
    var library = ShippedActions.library(TaskKinds.standard(HttpSettings.cloud()));
    assertThat(library.actions()).hasSize(3);
    for (var action : library.actions()) {
      assertThat(action.description()).endsWith(".");
      assertThat(action.params().path("additionalProperties").asBoolean(true)).isFalse();
    }
  }

  @Test
  void arguments_are_held_against_params_with_their_places() {
    assertThat(problems("slack_message: {channel: general, text: hi}")).isEmpty();
    assertThat(problems("slack_message: {channel: \"${ input.c }\", text: 1}"))
        .singleElement()
        .asString()
        .startsWith("d.yaml:4:")
        .contains("/text must be of type string");
    assertThat(problems("slack_message: {channel: general}"))
        .singleElement()
        .asString()
        .contains("lacks \"text\"");
    assertThat(problems("slack_message: {channel: general, text: hi, colour: red}"))
        .singleElement()
        .asString()
        .contains("has \"colour\"");
    assertThat(problems("slack_mesage: {channel: general, text: hi}"))
        .singleElement()
        .asString()
        .contains("Did you mean \"slack_message\"?");
    assertThat(problems("slack_message: {channel: general, text: \"${ args.x }\"}")).isNotEmpty();
  }

  @Test
  void a_stored_document_holds_what_it_uses_and_needs_no_library_again() {
    var text =
        """
        # kept
        dag: d
        tasks:
          a: {slack_message: {channel: general, text: hi}}
          b: {tasks: {c: {databricks_job: {job: 1}}}}
        """;
    var definition = ((Reading.Accepted) READER.read("d.yaml", text)).definition();
    var stored = definition.stored(text);

    assertThat(stored).startsWith(text).contains("\nactions: {\"databricks_job\":");
    var again = ((Reading.Accepted) WITHOUT.read("d.yaml", stored)).definition();
    assertThat(again.plan().digest()).isEqualTo(definition.plan().digest());
    assertThat(again.stored(stored)).isEqualTo(stored);
    assertThat(again.document().path("actions")).hasSize(2);
  }

  @Test
  void json_stays_json() {
    var text =
        "{\"dag\": \"d\", \"tasks\": {\"a\": {\"slack_message\": {\"channel\": \"c\", \"text\":"
            + " \"t\"}}}}";
    var definition = ((Reading.Accepted) READER.read("d.json", text)).definition();

    assertThat(WITHOUT.read("d.json", definition.stored(text)))
        .isInstanceOf(Reading.Accepted.class);
  }
}
