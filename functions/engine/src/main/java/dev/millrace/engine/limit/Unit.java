package dev.millrace.engine.limit;

/// What a limit is held by: there are as many units as it allows.
enum Unit {
  /// Held while a request is under way.
  SLOT("slots"),
  /// Spent by a request, and there again a second after it.
  TURN("turns");

  private final String word;

  Unit(String word) {
    this.word = word;
  }

  /// How the entry names it.
  String word() {
    return word;
  }
}
