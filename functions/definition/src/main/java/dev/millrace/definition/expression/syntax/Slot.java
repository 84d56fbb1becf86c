package dev.millrace.definition.expression.syntax;

/// Where a `%` finds its value: the name under which an earlier step of a path leaves what it was
/// applied to. [ParentSeeker] settles it once, before the tree is handed out.
public final class Slot {
  private final int offset;
  private String label;
  private int level = 1;

  Slot(int number, int offset) {
    this.offset = offset;
    // No variable can have this name: a lexer's name never contains an exclamation mark.
    this.label = "!" + number;
  }

  /// The name under which the value is bound while the path is evaluated.
  public String label() {
    return label;
  }

  /// Where the `%` stands.
  int offset() {
    return offset;
  }

  /// How many steps further back the value lies; 0 once it is found.
  int level() {
    return level;
  }

  void further() {
    level++;
  }

  void nearer() {
    level--;
  }

  /// Two `%` that mean the same step share its label.
  void shareLabelOf(Slot other) {
    label = other.label;
  }
}
