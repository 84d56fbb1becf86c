package dev.millrace.definition.expression.evaluation;

import java.util.OptionalInt;

/// Why an evaluation ended without a value. Thrown within the evaluator and caught at its door;
/// none has a stack trace, because none is a mistake of the code.
public abstract sealed class Halt extends RuntimeException {
  private Halt(String message) {
    super(message, null, false, false);
  }

  /// What happened, for people.
  public String message() {
    return String.valueOf(getMessage());
  }

  /// The expression cannot be evaluated over these values.
  public static final class Fault extends Halt {
    private int offset = -1;

    public Fault(String message) {
      super(message);
    }

    /// Says where it happened, unless a part further inside has said so already.
    Fault at(int place) {
      if (offset < 0) {
        offset = place;
      }
      return this;
    }

    /// Where in the expression's text it happened, if known.
    public OptionalInt offset() {
      return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
    }
  }

  /// The budget is used up.
  public static final class TooCostly extends Halt {
    public TooCostly(String message) {
      super(message);
    }
  }

  /// The thread was interrupted.
  public static final class Interrupted extends Halt {
    Interrupted() {
      super("interrupted");
    }
  }
}
