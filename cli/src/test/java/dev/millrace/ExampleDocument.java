package dev.millrace;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A document under examples/, with the end that its comment promises:
/// `# Ends STATUS: TASK STATE, TASK STATE`.
record ExampleDocument(String name, String text, RunStatus status, Map<String, TaskState> tasks) {

  private static final Pattern ENDS =
      Pattern.compile("^# Ends (\\w+):((?:\\s*#?\\s*\\w+ [A-Z_]+,?)+)$", Pattern.MULTILINE);

  private static final Pattern END = Pattern.compile("(\\w+) ([A-Z_]+)");

  static List<Path> files() throws IOException {
    try (var files = Files.list(SourceFile.root().resolve("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static ExampleDocument read(Path file) throws IOException {
    var text = Files.readString(file);
    var comment = ENDS.matcher(text);
    if (!comment.find()) {
      throw new IllegalStateException(
          file + " does not say how it ends: # Ends SUCCEEDED: task SUCCEEDED, task SKIPPED");
    }
    var tasks = new LinkedHashMap<String, TaskState>();
    END.matcher(comment.group(2))
        .results()
        .forEach(end -> tasks.put(end.group(1), TaskState.valueOf(end.group(2))));
    var name = file.getFileName().toString().replaceFirst("\\.yaml$", "");
    return new ExampleDocument(name, text, RunStatus.valueOf(comment.group(1)), tasks);
  }

  @Override
  public String toString() {
    return name;
  }
}
