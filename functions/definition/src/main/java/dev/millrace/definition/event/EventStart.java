package dev.millrace.definition.event;

import dev.millrace.definition.expression.Template;
import java.util.Optional;

/// One way in which events start a DAG. Expressions in it read `event`, and nothing else.
///
/// @param source where the events come from
/// @param filter which of them count: one expression that gives true or false; empty: all
/// @param input of the run; empty: what [EventSource] says of each source
/// @param key events with the same key are the same event and start one run; empty: what
///     [EventSource] says of each source
public record EventStart(
    EventSource source,
    Optional<Template> filter,
    Optional<Template> input,
    Optional<EventKey> key) {
  /// The name that expressions read the event by.
  public static final String EVENT = "event";
}
