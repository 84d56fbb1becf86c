package dev.millrace;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A fenced block of a page.
///
/// @param page the page's path
/// @param line of the fence, from 1
/// @param language what stands behind the fence, such as `yaml` or `yaml broken`
/// @param text without the fences
record Snippet(String page, int line, String language, String text) {

  private static final String FENCE = "```";

  /// The blocks of the pages that people read: README.md and docs/.
  static List<Snippet> all() {
    return SourceFile.all().stream()
        .filter(file -> file.path().equals("README.md") || file.path().startsWith("docs/"))
        .filter(file -> file.name().endsWith(".md"))
        .flatMap(page -> of(page).stream())
        .toList();
  }

  static List<Snippet> of(SourceFile page) {
    var found = new ArrayList<Snippet>();
    var open = -1;
    for (var at = 0; at < page.lines().size(); at++) {
      if (!page.lines().get(at).startsWith(FENCE)) {
        continue;
      }
      if (open < 0) {
        open = at;
      } else {
        found.add(
            new Snippet(
                page.path(),
                open + 1,
                page.lines().get(open).substring(FENCE.length()).strip(),
                String.join("\n", page.lines().subList(open + 1, at)) + "\n"));
        open = -1;
      }
    }
    if (open >= 0) {
      throw new IllegalStateException(page.path() + " opens a block that never ends");
    }
    return found;
  }

  /// The command lines of a shell block: comments and continued lines resolved.
  Stream<String> commands() {
    return text.replace("\\\n", " ")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"));
  }

  @Override
  public String toString() {
    return page + ":" + line + " " + language;
  }
}
