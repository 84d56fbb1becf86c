package dev.millrace.cli.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.document.DocumentFiles.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentFilesTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void a_folder_stands_for_the_documents_below_it_in_the_order_of_their_names() throws IOException {
    touch("b.yml");
    touch("a.yaml");
    touch("inner/c.json");
    touch("notes.txt");
    touch(".hidden.yaml");

    assertThat(DocumentFiles.under(List.of(folder.toString())))
        .isEqualTo(new Found.Files(List.of(path("a.yaml"), path("b.yml"), path("inner/c.json"))));
  }

  @Test
  void a_file_stays_as_it_was_named_and_counts_once() {
    assertThat(DocumentFiles.under(List.of("x.txt", "-", "x.txt")))
        .isEqualTo(new Found.Files(List.of("x.txt", "-")));
  }

  @Test
  void a_folder_without_documents_is_told() {
    assertThat(DocumentFiles.under(List.of(folder.toString())))
        .isEqualTo(new Found.Wrong(folder + " holds no file that ends in .yaml, .yml or .json."));
  }

  private void touch(String name) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
