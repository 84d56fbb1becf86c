package dev.millrace.core.cron;

import java.time.Duration;
import java.time.LocalDateTime;

/// Ticks that are not what they seem because clocks change.
///
/// @param before what clocks show when they change
/// @param after what they show then
/// @param effect what becomes of the ticks
/// @param first the first local time that is meant
/// @param last the last, perhaps the same
/// @param ticks how many local times are meant, at least one
public record ZoneNotice(
    LocalDateTime before,
    LocalDateTime after,
    Effect effect,
    LocalDateTime first,
    LocalDateTime last,
    int ticks) {

  /// What becomes of ticks when clocks change.
  public enum Effect {
    /// The local time does not exist: no tick.
    SKIPPED,
    /// The local time does not exist: its tick comes later.
    SHIFTED,
    /// The local time comes twice: only the first is a tick.
    ONCE,
    /// The local time comes twice: both are ticks.
    TWICE
  }

  /// The notice as a sentence.
  public String inWords() {
    return "%s: clocks go from %s to %s. %s"
        .formatted(before.toLocalDate(), before.toLocalTime(), shownAfter(), told());
  }

  private String shownAfter() {
    return before.toLocalDate().equals(after.toLocalDate())
        ? after.toLocalTime().toString()
        : "%s of %s".formatted(after.toLocalTime(), after.toLocalDate());
  }

  private String told() {
    var one = ticks == 1;
    return switch (effect) {
      case SKIPPED ->
          times() + (one ? " does not exist and has no tick." : " do not exist and have no tick.");
      case SHIFTED ->
          times()
              + (one ? " does not exist: its tick comes " : " do not exist: their ticks come ")
              + Description.length(Duration.between(before, after))
              + " later.";
      case ONCE ->
          times()
              + (one
                  ? " comes twice: only the first is a tick."
                  : " come twice: only the first ones are ticks.");
      case TWICE ->
          times() + (one ? " comes twice and has two ticks." : " come twice: all are ticks.");
    };
  }

  private String times() {
    return ticks == 1
        ? shown(first)
        : "%d times from %s to %s".formatted(ticks, shown(first), shown(last));
  }

  private String shown(LocalDateTime local) {
    return local.toLocalDate().equals(before.toLocalDate())
        ? local.toLocalTime().toString()
        : local.toString().replace('T', ' ');
  }
}
