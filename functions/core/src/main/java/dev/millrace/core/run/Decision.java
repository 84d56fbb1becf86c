package dev.millrace.core.run;

import java.util.List;

/// What follows from events: the next state, and what must be done because of it.
public record Decision(RunState state, List<Command> commands) {
  /// Copies the list.
  public Decision {
    commands = List.copyOf(commands);
  }

  /// Whether the decision waits for answers; it must not be written then.
  public boolean asks() {
    return commands.stream().anyMatch(Command::asks);
  }
}
