package dev.millrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// One case of a table of golden cases: what is sent, and what must come back. A table is a text
/// file of sections, `=== NAME`, the sent lines, `---`, the lines that come back.
record GoldenCase(String name, String sent, String expected) {

  /// Set to rewrite the tables instead of comparing with them.
  private static final boolean UPDATES = System.getProperty("golden.update") != null;

  private static final String HEAD = "=== ";
  private static final String MIDDLE = "---";

  static boolean updates() {
    return UPDATES;
  }

  static Path folder() {
    return SourceFile.root().resolve("cli/src/test/golden");
  }

  static List<GoldenCase> read(String table) throws IOException {
    var cases = new ArrayList<GoldenCase>();
    var name = "";
    var sent = new ArrayList<String>();
    var expected = new ArrayList<String>();
    var part = sent;
    for (var line : Files.readAllLines(folder().resolve(table))) {
      if (line.startsWith(HEAD)) {
        add(cases, name, sent, expected);
        name = line.substring(HEAD.length());
        part = sent;
      } else if (line.equals(MIDDLE)) {
        part = expected;
      } else {
        part.add(line);
      }
    }
    add(cases, name, sent, expected);
    return List.copyOf(cases);
  }

  /// Writes a table anew, in the same order. A person reads the difference.
  static void write(String table, List<GoldenCase> cases) throws IOException {
    Files.writeString(
        folder().resolve(table),
        cases.stream().map(GoldenCase::section).collect(Collectors.joining("\n")));
  }

  GoldenCase answeredBy(String answer) {
    return new GoldenCase(name, sent, answer.strip());
  }

  private String section() {
    return HEAD + name + "\n" + sent + "\n" + MIDDLE + "\n" + expected + "\n";
  }

  private static void add(
      List<GoldenCase> cases, String name, List<String> sent, List<String> expected) {
    if (!name.isEmpty()) {
      cases.add(new GoldenCase(name, joined(sent), joined(expected)));
    }
    sent.clear();
    expected.clear();
  }

  private static String joined(List<String> lines) {
    return String.join("\n", lines).strip();
  }

  @Override
  public String toString() {
    return name;
  }
}
