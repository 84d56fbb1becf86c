package dev.millrace.core.cron;

/// What is wrong with an expression.
///
/// @param what the field, the value found and what is allowed; a sentence
/// @param mend what to write instead; a sentence or two
public record Mistake(String what, String mend) {
  @Override
  public String toString() {
    return what + " " + mend;
  }
}
