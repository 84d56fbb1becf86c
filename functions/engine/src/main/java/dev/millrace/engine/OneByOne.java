package dev.millrace.engine;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes through many things of which none may keep another from its turn: what one throws is logged
/// with its name, and told to whoever asked once all have had theirs. For one thread.
public final class OneByOne {
  private static final Logger LOG = LoggerFactory.getLogger(OneByOne.class);

  /// So many that throw say that it is not they: the store is away, or something like it.
  private static final int THROWN_MAX = 50;

  private final List<RuntimeException> thrown = new ArrayList<>();

  /// Nothing has been done yet.
  public OneByOne() {}

  /// Gives one its turn.
  ///
  /// @param what its name, for the log
  /// @throws RuntimeException what it throws, when the call is interrupted or too many have thrown
  public void of(Object what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      thrown.add(e);
      if (Thread.currentThread().isInterrupted() || thrown.size() == THROWN_MAX) {
        throw e;
      }
      LOG.error("{} could not be looked at; the others are", what, e);
    }
  }

  /// All have had their turn.
  ///
  /// @throws IllegalStateException when one has thrown, with what they have thrown
  public void end() {
    if (!thrown.isEmpty()) {
      var failure =
          new IllegalStateException(
              "%d could not be looked at; the log names them".formatted(thrown.size()),
              thrown.getFirst());
      thrown.stream().skip(1).forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
