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
    return commands.stream()
        .anyMatch(
            command ->
                switch (command) {
                  case Command.Evaluate _, Command.Expire _ -> true;
                  case Command.RecordFailure _,
                      Command.PutStop _,
                      Command.Assign _,
                      Command.SendWake _,
                      Command.CancelParked _,
                      Command.EndRun _ ->
                      false;
                });
  }
}
