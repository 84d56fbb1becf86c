package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphCommandTest {
  @TempDir private Path folder = Path.of("");

  private String document = "";

  @BeforeEach
  void write() throws IOException {
    document =
        Files.writeString(
                folder.resolve("orders.yaml"),
                """
                dag: orders
                tasks:
                  fetch: {pass: [1, 2]}
                  charge:
                    needs: [fetch]
                    when: "${ $count(tasks.fetch.output) > 0 }"
                    map: {over: "${ tasks.fetch.output }"}
                    pass: "${ item }"
                  alert:
                    needs: [{task: charge, on: failed}, {task: fetch, on: any}]
                    allowFailure: true
                    pass: null
                  end:
                    needs: [charge, alert]
                    trigger: all_done
                    cleanup: true
                    pass: null
                """)
            .toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mermaid", "dot", "svg"})
  void a_picture_shows_tasks_needs_and_what_decides(String format) {
    var call = Call.of("graph", document, "--format", format);
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    assertThat(call.err()).isEmpty();
    GoldenFile.matches("graph/orders." + format, call.out());
  }

  @Test
  void mermaid_is_the_default() {
    assertThat(Call.of("graph", document).out())
        .isEqualTo(Call.of("graph", document, "--format", "mermaid").out());
  }

  @Test
  void a_wrong_document_gives_its_problems_and_no_picture() throws IOException {
    Files.writeString(folder.resolve("wrong.yaml"), "dag: wrong\n");
    var call = Call.of("graph", folder.resolve("wrong.yaml").toString());
    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).contains("wrong.yaml:1:1");
  }
}
