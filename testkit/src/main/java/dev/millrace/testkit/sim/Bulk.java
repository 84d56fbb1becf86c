package dev.millrace.testkit.sim;

/// What makes an output large.
final class Bulk {
  /// Too large for an item, and does not shrink when it is compressed.
  static final String TEXT = text();

  private Bulk() {}

  private static String text() {
    var dice = Dice.of(7);
    var text = new StringBuilder();
    while (text.length() < 60_000) {
      text.append((char) dice.between('!', '~'));
    }
    return text.toString().replace('"', '_').replace('\\', '_');
  }
}
