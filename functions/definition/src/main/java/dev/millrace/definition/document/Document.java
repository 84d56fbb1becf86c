package dev.millrace.definition.document;

import java.util.List;

/// What became of a text.
public sealed interface Document {
  /// A tree.
  ///
  /// @param flaws what is wrong in it and yet leaves a tree, such as a key that stands twice
  record Read(Node root, List<Flaw> flaws) implements Document {
    /// Copies the list.
    public Read {
      flaws = List.copyOf(flaws);
    }
  }

  /// No tree can be made of the text.
  ///
  /// @param flaws why; never empty
  record Unreadable(List<Flaw> flaws) implements Document {
    /// Copies the list.
    public Unreadable {
      flaws = List.copyOf(flaws);
    }
  }
}
