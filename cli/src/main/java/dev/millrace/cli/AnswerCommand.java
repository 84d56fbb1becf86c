package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.document.JsonArgument;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.core.plan.MapPolicy;

/// `millrace answer`: answers what people are asked, in one's own name.
final class AnswerCommand implements Subcommand {
  private final Terminal terminal;

  AnswerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("answer", "Answers an approval in your own name.")
        .argument("RUN", Times.ONCE, "The run's id, as `millrace approvals` lists it.")
        .argument("TASK", Times.ONCE, "The task that asks.")
        .argument("CHOICE", Times.ONCE, "One of the choices.")
        .option("--form", "JSON", "What the question's form asks for, or @FILE.")
        .option("--index", "N", "Which instance of a mapped task, from 0.")
        .with(HostCalls.OPTIONS)
        .notes(
            "Example:",
            "  millrace answer release.first ask approve --form '{reason: all tests are green}'");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("choice", arguments.argument("CHOICE"));
    arguments
        .text("--form")
        .ifPresent(text -> body.set("form", JsonArgument.value("--form", text)));
    if (arguments.has("--index")) {
      body.put("index", arguments.number("--index", 0, MapPolicy.ITEMS_MAX - 1, 0));
    }
    var host = HostCalls.of(arguments, terminal);
    var path =
        "/runs/%s/tasks/%s/answer"
            .formatted(Api.part(arguments.argument("RUN")), Api.part(arguments.argument("TASK")));
    return host.call(
        api -> api.post(path, body),
        answer -> {
          if (host.json()) {
            terminal.json(answer);
          } else {
            terminal.out().line("accepted");
          }
          return ExitStatus.DONE;
        });
  }
}
