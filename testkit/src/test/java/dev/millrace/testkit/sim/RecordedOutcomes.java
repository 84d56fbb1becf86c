package dev.millrace.testkit.sim;

import dev.millrace.core.Work;
import dev.millrace.core.run.Outcome;
import dev.millrace.testkit.reference.AttemptEnd;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a store would hold: the first outcome of each attempt; no later one replaces it.
final class RecordedOutcomes {
  private final Map<Work, TreeMap<Integer, Recorded>> records = new TreeMap<>();

  private record Recorded(Outcome outcome, Instant at, int epoch) {}

  /// What stands recorded of an attempt after this outcome of it came.
  Outcome record(Work work, int number, Outcome outcome, Instant now, int epoch) {
    return records
        .computeIfAbsent(work, _ -> new TreeMap<>())
        .computeIfAbsent(number, _ -> new Recorded(outcome, now, epoch))
        .outcome();
  }

  Optional<Outcome> of(Work work, int number) {
    return Optional.ofNullable(all(work).get(number)).map(Recorded::outcome);
  }

  private NavigableMap<Integer, Recorded> all(Work work) {
    return records.getOrDefault(work, new TreeMap<>());
  }

  /// When the last attempt of a work ended.
  Instant lastRecordedAt(Work work) {
    return all(work).lastEntry().getValue().at();
  }

  /// What the attempts of a work came to since the run was opened the last time.
  List<AttemptEnd> ends(Work work, int epoch) {
    return all(work).values().stream()
        .filter(recorded -> recorded.epoch() == epoch)
        .flatMap(recorded -> end(recorded.outcome()))
        .toList();
  }

  private static Stream<AttemptEnd> end(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded _ -> Stream.of(new AttemptEnd.Succeeded());
      case Outcome.Failed(var error, _, var retryAfter) ->
          Stream.of(new AttemptEnd.Failed(error, retryAfter));
      case Outcome.Parked _ -> Stream.empty();
    };
  }
}
