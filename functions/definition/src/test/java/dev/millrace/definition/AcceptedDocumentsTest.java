package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AcceptedDocumentsTest {
  @ParameterizedTest
  @MethodSource("documents")
  void a_right_document_reads_again_from_its_canonical_text(Path document) {
    var definition = TestKinds.accepted(TestKinds.text(document));

    var again = TestKinds.accepted(definition.canonicalText());

    assertThat(again.document()).isEqualTo(definition.document());
    assertThat(again.plan().digest()).isEqualTo(definition.plan().digest());
    assertThat(again.plan().tasks()).isEqualTo(definition.plan().tasks());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void definition_and_plan_have_the_same_tasks_in_the_same_order(Path document) {
    var definition = TestKinds.accepted(TestKinds.text(document));

    assertThat(definition.tasks()).hasSize(definition.plan().size());
    for (var index = 0; index < definition.plan().size(); index++) {
      assertThat(definition.task(index).name()).isEqualTo(definition.plan().task(index).name());
    }
  }

  static List<Path> documents() {
    return TestKinds.acceptedDocuments();
  }
}
