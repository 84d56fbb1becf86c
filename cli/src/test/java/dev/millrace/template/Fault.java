package dev.millrace.template;

/// A mistake that somebody could make in a file of the stack.
///
/// @param right what stands there; its first occurrence is replaced
record Fault(String file, String right, String wrong) {
  String in(String text) {
    var at = text.indexOf(right);
    if (at < 0) {
      throw new IllegalStateException(
          "nothing in %s can be spoilt: it does not say%n%s".formatted(file, right));
    }
    return text.substring(0, at) + wrong + text.substring(at + right.length());
  }
}
