package dev.millrace.bench;

import java.time.Duration;
import java.util.List;

/// How long the rounds of a shape took, from the request to start to the recorded end.
///
/// @param rounds at least one, the shortest first
public record Measurement(Shape shape, List<Duration> rounds) {
  /// Sorts the rounds.
  ///
  /// @throws IllegalArgumentException when there is none
  public Measurement {
    rounds = rounds.stream().sorted().toList();
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("no round was measured");
    }
  }

  /// The shortest round.
  public Duration min() {
    return rounds.getFirst();
  }

  /// The longest round.
  public Duration max() {
    return rounds.getLast();
  }

  /// The round in the middle, or the mean of both.
  public Duration median() {
    var upper = rounds.size() / 2;
    return rounds.size() % 2 == 1
        ? rounds.get(upper)
        : rounds.get(upper - 1).plus(rounds.get(upper)).dividedBy(2);
  }

  /// Milliseconds of the median for each task.
  public double perTaskMillis() {
    return median().toNanos() / 1e6 / shape.tasks();
  }
}
