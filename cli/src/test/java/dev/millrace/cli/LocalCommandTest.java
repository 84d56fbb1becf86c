package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCommandTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void a_folder_of_dags_that_is_not_there_is_told() {
    var dags = folder.resolve("gone");
    var data = folder.resolve("data").toString();

    var call = Call.of("local", "--dags", dags.toString(), "--data", data, "--port", "0");

    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(call.err())
        .isEqualTo(
            "millrace: there is no folder %s. Name an existing folder with --dags.\n"
                .formatted(dags));
  }
}
