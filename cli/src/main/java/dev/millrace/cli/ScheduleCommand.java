package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Table.Cell;
import dev.millrace.cli.terminal.Table.Column;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.Words;

/// `millrace pause` and `millrace resume`: whether the ticks of a DAG make runs.
final class ScheduleCommand implements Subcommand {
  private final Verb verb;
  private final Terminal terminal;

  /// What is asked for.
  enum Verb {
    PAUSE("pause", "Pauses the schedules of a DAG: its ticks make no runs."),
    RESUME("resume", "Resumes the schedules of a DAG; catchup says what becomes of missed ticks.");

    private final String word;
    private final String description;

    Verb(String word, String description) {
      this.word = word;
      this.description = description;
    }
  }

  ScheduleCommand(Verb verb, Terminal terminal) {
    this.verb = verb;
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(verb.word, verb.description)
        .argument("DAG", Times.ONCE, "The DAG, as `millrace dags` lists it.")
        .with(HostCalls.OPTIONS)
        .notes("Example:", "  millrace " + verb.word + " daily_orders");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var host = HostCalls.of(arguments, terminal);
    var path = "/dags/" + Api.part(arguments.argument("DAG")) + "/" + verb.word;
    return host.call(
        api -> api.post(path, JsonNodeFactory.instance.objectNode()),
        body -> show(body, host.json()));
  }

  private ExitStatus show(JsonNode body, boolean json) {
    if (json) {
      terminal.json(body);
      return ExitStatus.DONE;
    }
    var table =
        new Table(
            Column.text("DAG"),
            Column.text("SCHEDULE"),
            Column.text("IS DUE"),
            Column.text("NEXT TICK"),
            Column.text("PAUSED SINCE (UTC)"));
    for (var schedule : body.path("schedules")) {
      var isPaused = !schedule.path("pausedSince").isNull();
      table.row(
          Cell.plain(Printable.line(body.path("dag").asText())),
          Cell.plain(schedule.path("name").isNull() ? "" : schedule.path("name").asText()),
          Cell.plain(schedule.path("description").asText()),
          Cell.plain(isPaused ? "" : schedule.path("next").path(0).path("at").asText()),
          Cell.plain(isPaused ? Words.second(schedule.path("pausedSince")) : ""));
    }
    terminal.out().print(table.text(terminal.out()));
    return ExitStatus.DONE;
  }
}
