package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  @TempDir private Path folder = Path.of("");

  private String right = "";
  private String wrong = "";

  @BeforeEach
  void write() throws IOException {
    right = file("right.yaml", "dag: right\ntasks:\n  one: {pass: 1}\n");
    wrong =
        file(
            "wrong.yaml",
            """
            dag: wrong
            tasks:
              orders: {pass: 1}
              report:
                neds: [orders]
                pass: "${ tasks.ordrs.output }"
            """);
  }

  @Test
  void all_problems_are_shown_with_place_and_mend() {
    var call = Call.of("validate", right, wrong);
    GoldenFile.matches("validate/problems.txt", GoldenFile.masked(call.transcript(), folder));
  }

  @Test
  void problems_as_json_are_the_only_output() {
    var call = Call.of("validate", "--json", wrong);
    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    GoldenFile.matches("validate/problems.json", GoldenFile.masked(call.out(), folder));
    assertThat(call.err()).isEmpty();
  }

  @Test
  void no_problems_are_an_empty_list() {
    var call = Call.of("validate", "--json", right);
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    assertThat(call.out()).isEqualTo("{\n  \"problems\": []\n}\n");
  }

  @Test
  void a_folder_stands_for_its_documents() {
    var call = Call.of("validate", folder.toString());
    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(call.err()).startsWith("2 files, ");
  }

  @Test
  void a_file_that_is_not_there_is_wrong_use_and_the_others_are_still_checked() {
    var call = Call.of("validate", folder.resolve("rigth.yaml").toString(), wrong);
    assertThat(call.status()).isEqualTo(ExitStatus.WRONG_USE);
    assertThat(call.out()).contains("wrong.yaml:5:");
    assertThat(call.err())
        .contains("there is no file", "rigth.yaml. Did you mean " + right + "?");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
