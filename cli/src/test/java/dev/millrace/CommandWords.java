package dev.millrace;

import java.util.ArrayList;
import java.util.List;

/// Splits a command line of a page into words as a shell does: blanks, quotes and backslashes.
/// Anything else of the shell's (pipes, variables) has no place on a page that people copy from.
final class CommandWords {

  private static final String UNQUOTED_OF_THE_SHELL = "|<>&;$`*?(){}";

  private CommandWords() {}

  static List<String> of(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    var inWord = false;
    var quote = '\0';
    for (var at = 0; at < line.length(); at++) {
      var c = line.charAt(at);
      if (quote != '\0') {
        if (c == quote) {
          quote = '\0';
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (c == '#' && !inWord) {
        break;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else if (UNQUOTED_OF_THE_SHELL.indexOf(c) >= 0) {
        throw new IllegalArgumentException("quote the " + c + " in: " + line);
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != '\0') {
      throw new IllegalArgumentException("a quote never ends in: " + line);
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
