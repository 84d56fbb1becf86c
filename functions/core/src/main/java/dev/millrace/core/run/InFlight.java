package dev.millrace.core.run;

import dev.millrace.core.Attempt;
import dev.millrace.core.plan.Lane;
import java.util.List;

/// An assignment in flight: what of it has not been reported yet.
///
/// @param attempts 1 to [Assigning#GROUP_MAX] attempts without an outcome
/// @param by the write that listed it
public record InFlight(List<Attempt> attempts, Lane lane, Issuer by, Custody custody) {
  /// Copies the list.
  public InFlight {
    attempts = List.copyOf(attempts);
  }

  /// The same without an attempt that has been reported.
  InFlight without(Attempt attempt) {
    return new InFlight(
        attempts.stream().filter(other -> !other.equals(attempt)).toList(), lane, by, custody);
  }

  /// The same in other hands.
  public InFlight in(Custody other) {
    return new InFlight(attempts, lane, by, other);
  }
}
