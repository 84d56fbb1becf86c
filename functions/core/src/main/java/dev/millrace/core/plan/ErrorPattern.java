package dev.millrace.core.plan;

import dev.millrace.core.ErrorName;

/// A name of errors in a retry policy's `on`: `*` matches any characters, dots too.
public record ErrorPattern(String text) {
  /// Matches every error.
  public static final ErrorPattern ANY = new ErrorPattern("*");

  /// Whether an error's name has this pattern. Runs in time linear in pattern times name.
  public boolean matches(ErrorName error) {
    var name = error.text();
    var at = 0;
    var inPattern = 0;
    var star = -1;
    var resume = 0;
    while (at < name.length()) {
      if (inPattern < text.length() && text.charAt(inPattern) == '*') {
        star = inPattern++;
        resume = at;
      } else if (inPattern < text.length() && text.charAt(inPattern) == name.charAt(at)) {
        inPattern++;
        at++;
      } else if (star >= 0) {
        inPattern = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (inPattern < text.length() && text.charAt(inPattern) == '*') {
      inPattern++;
    }
    return inPattern == text.length();
  }
}
