package dev.millrace.core;

/// The id of an assignment within its run: the `seq` of the write that listed it, and its place
/// in that write. Sending an assignment again sends the same id (engine.md, Assignments).
public record AssignmentId(long seq, int ordinal) implements Comparable<AssignmentId> {
  /// Reads the form that [#toString()] writes: `seq.ordinal`.
  ///
  /// @throws IllegalArgumentException when the text has another form
  public static AssignmentId parse(String text) {
    var dot = text.indexOf('.');
    if (dot < 1) {
      throw new IllegalArgumentException("not the id of an assignment: " + text);
    }
    return new AssignmentId(
        Long.parseLong(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
  }

  @Override
  public int compareTo(AssignmentId other) {
    var bySeq = Long.compare(seq, other.seq);
    return bySeq != 0 ? bySeq : Integer.compare(ordinal, other.ordinal);
  }

  @Override
  public String toString() {
    return seq + "." + ordinal;
  }
}
