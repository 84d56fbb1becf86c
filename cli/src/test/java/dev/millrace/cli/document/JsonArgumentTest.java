package dev.millrace.cli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.cli.line.WrongUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonArgumentTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void json_is_taken_as_it_is() {
    assertThat(value("{\"day\": \"2026-01-31\"}")).isEqualTo("{\"day\":\"2026-01-31\"}");
    assertThat(value("[1, null, true]")).isEqualTo("[1,null,true]");
    assertThat(value("\"a text\"")).isEqualTo("\"a text\"");
    assertThat(value("-1.5")).isEqualTo("-1.5");
  }

  @Test
  void braces_need_no_quotes_inside() {
    assertThat(value("{day: 3}")).isEqualTo("{\"day\":3}");
  }

  @Test
  void an_at_sign_reads_a_file_of_json_or_yaml() throws IOException {
    var file = Files.writeString(folder.resolve("input.yaml"), "day: 3\n");
    assertThat(value("@" + file)).isEqualTo("{\"day\":3}");
  }

  @Test
  void a_file_without_its_at_sign_is_found_out() throws IOException {
    var file = Files.writeString(folder.resolve("input.json"), "{}");
    assertThat(message(file.toString()))
        .isEqualTo("--input: %s is not JSON. To read the file, write @%s.".formatted(file, file));
  }

  @Test
  void a_bare_word_is_no_json() {
    assertThat(message("hello"))
        .isEqualTo(
            "--input: hello is not JSON. Write an object such as '{\"day\": \"2026-01-31\"}',"
                + " or @FILE.");
  }

  @Test
  void broken_json_is_told_with_its_place() throws IOException {
    assertThat(message("{\"a\": 1")).startsWith("--input:1:8  ");
    var file = Files.writeString(folder.resolve("broken.json"), "{\n\"a\": 1");
    assertThat(message("@" + file)).startsWith(file + ":2:7  ");
  }

  @Test
  void a_file_that_is_not_there_is_told() {
    assertThat(message("@" + folder.resolve("gone.json")))
        .isEqualTo("--input: there is no file " + folder.resolve("gone.json") + ".");
  }

  private static String value(String argument) {
    return JsonArgument.value("--input", argument).toString();
  }

  private static String message(String argument) {
    return catchThrowableOfType(WrongUseException.class, () -> JsonArgument.of("--input", argument))
        .what();
  }
}
