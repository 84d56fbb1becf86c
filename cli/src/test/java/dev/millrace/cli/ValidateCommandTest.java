package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValidateCommandTest {
  private static final String RIGHT = "src/test/documents/right.yaml";
  private static final String WRONG = "src/test/documents/wrong.yaml";

  @Test
  void all_problems_are_shown_with_place_and_mend() {
    GoldenFile.matches("validate/problems.txt", Call.of("validate", RIGHT, WRONG).transcript());
  }

  @Test
  void problems_as_json_are_the_only_output() {
    var call = Call.of("validate", "--json", WRONG);
    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    GoldenFile.matches("validate/problems.json", call.out());
    assertThat(call.err()).isEmpty();
  }

  @Test
  void no_problems_are_an_empty_list() {
    var call = Call.of("validate", "--json", RIGHT);
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    assertThat(call.out()).isEqualTo("{\n  \"problems\": []\n}\n");
  }

  @Test
  void a_folder_stands_for_its_documents() {
    var call = Call.of("validate", "src/test/documents");
    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(call.err()).matches("\\d+ files, 2 problems\n");
  }

  @Test
  void a_file_that_is_not_there_is_wrong_use_and_the_others_are_still_checked() {
    var call = Call.of("validate", "src/test/documents/rigth.yaml", WRONG);
    assertThat(call.status()).isEqualTo(ExitStatus.WRONG_USE);
    assertThat(call.out()).contains("wrong.yaml:5:");
    assertThat(call.err())
        .contains("there is no file src/test/documents/rigth.yaml. Did you mean " + RIGHT + "?");
  }
}
