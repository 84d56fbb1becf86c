package dev.millrace.definition.expression.evaluation;

/// Counts what an evaluation has cost. Every part of an expression that is evaluated costs a step,
/// and so does work that grows with the values at hand, before it is done: copying lists, making
/// and reading texts, trying regular expressions. Since memory is only ever taken by such work, the
/// budget bounds memory as well: with a million steps about four million list entries or sixteen
/// million characters over the whole evaluation.
///
/// It belongs to one evaluation on one thread.
public final class Budget {
  /// One step in the units of the other constants.
  private static final int STEP = 64;

  /// Taking over one element of a list or one field of an object.
  private static final int ELEMENT = 16;

  /// Making one character of a new text.
  private static final int MADE_CHARACTER = 4;

  /// Looking at one character, as in a search.
  private static final int READ_CHARACTER = 1;

  /// Looking at one character for a regular expression, which may look at each one very often.
  private static final int TRIED_CHARACTER = 4;

  /// How often an interruption is looked for: well below a millisecond of work.
  private static final int UNITS_BETWEEN_LOOKS = 4096 * STEP;

  private final long steps;
  private final long unitsMax;
  private final int depthMax;
  private long units;
  private long nextLook;
  private int depth;

  /// @param steps how many steps may be taken
  /// @param depthMax how deep parts and calls may nest
  public Budget(long steps, int depthMax) {
    this.steps = steps;
    this.unitsMax = Math.multiplyExact(steps, (long) STEP);
    this.depthMax = depthMax;
  }

  /// Takes one step.
  public void step() {
    charge(1, STEP);
  }

  /// Takes several steps.
  public void steps(long count) {
    charge(count, STEP);
  }

  /// Takes over elements into a list or fields into an object.
  public void elements(long count) {
    charge(count, ELEMENT);
  }

  /// Makes a text of so many characters.
  public void makes(long characters) {
    charge(characters, MADE_CHARACTER);
  }

  /// Reads so many characters.
  public void reads(long characters) {
    charge(characters, READ_CHARACTER);
  }

  /// Reads a character for a regular expression.
  void tries() {
    charge(1, TRIED_CHARACTER);
  }

  /// A text for a regular expression to look at, where each look is paid for.
  public CharSequence counted(String text) {
    return new CountedText(text, this);
  }

  /// Goes one level deeper, which is a step, too.
  public void enter() {
    if (++depth > depthMax) {
      throw tooDeep();
    }
    charge(1, STEP);
  }

  /// Comes back from that level. An evaluation that ends early need not.
  public void leave() {
    depth--;
  }

  /// Says that the nesting is too deep.
  Halt.TooCostly tooDeep() {
    return new Halt.TooCostly("it nests deeper than " + depthMax + " levels");
  }

  private void charge(long count, int each) {
    // Counts come from values, so the product could overflow.
    if (count > unitsMax / each) {
      throw tooMany();
    }
    units += count * each;
    if (units > unitsMax) {
      throw tooMany();
    }
    if (units >= nextLook) {
      nextLook = units + UNITS_BETWEEN_LOOKS;
      if (Thread.currentThread().isInterrupted()) {
        throw new Halt.Interrupted();
      }
    }
  }

  private Halt.TooCostly tooMany() {
    return new Halt.TooCostly("it takes more than " + steps + " steps");
  }
}
