package dev.millrace.core;

/// Where a task or an instance stands. Stored as one letter a task in the RUN item, so a letter
/// once given never changes its meaning.
public enum TaskState {
  /// Its needs have not ended yet.
  WAITING('w'),
  /// Its rule holds and its `when` or `map` is being evaluated; never stored.
  EVALUATING('e'),
  /// May start, and waits for a place among the assignments in flight. Shown as WAITING.
  READY('r'),
  /// Handed out in an assignment; a mapped task: its instances are at work.
  DISPATCHED('d'),
  /// Failed, and will be attempted again after a delay.
  RETRYING('t'),
  /// Started, and waits for something outside without holding compute.
  PARKED('p'),
  /// Ended with an output.
  SUCCEEDED('S'),
  /// Ended with an error and no retries left.
  FAILED('F'),
  /// Ended without starting, because its rule or `when` said so.
  SKIPPED('K'),
  /// Ended without starting, because something before it failed.
  UPSTREAM_FAILED('U'),
  /// Ended by cancel, failFast or the run's timeout.
  CANCELLED('C');

  /// Letters are below this, so that an array can be indexed by them.
  public static final int LETTERS = 128;

  private static final TaskState[] BY_LETTER = new TaskState[LETTERS];

  static {
    for (var state : values()) {
      BY_LETTER[state.letter] = state;
    }
  }

  private final byte letter;

  TaskState(char letter) {
    this.letter = (byte) letter;
  }

  /// The letter that stands for this state in the RUN item.
  public byte letter() {
    return letter;
  }

  /// The state of a letter.
  ///
  /// @throws IllegalArgumentException for a letter that no state has
  public static TaskState of(byte letter) {
    var state = letter < 0 ? null : BY_LETTER[letter];
    if (state == null) {
      throw new IllegalArgumentException("no task state has the letter " + (char) letter);
    }
    return state;
  }

  /// Whether this is an end state, which only a redrive changes.
  public boolean hasEnded() {
    return letter < 'a';
  }
}
