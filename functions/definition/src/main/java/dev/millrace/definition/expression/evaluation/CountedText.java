package dev.millrace.definition.expression.evaluation;

/// A text for a regular expression to look at. Each look is paid for, so an expression that tries
/// without end comes to one, and an interruption is seen meanwhile.
final class CountedText implements CharSequence {
  private final String text;
  private final Budget budget;

  CountedText(String text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    budget.tries();
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    budget.makes(end - (long) start);
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
