package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.Words;
import dev.millrace.engine.Approvals;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// `millrace approvals`: what people are asked.
final class ApprovalsCommand implements Subcommand {
  private static final int LISTED = 50;

  private final Terminal terminal;

  ApprovalsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("approvals", "Lists what people are asked on a host.")
        .option("--limit", "N", "Most questions to list, up to 100. Otherwise 50.")
        .option("--cursor", "CURSOR", "Go on where the page before ended, as it said.")
        .with(HostCalls.OPTIONS)
        .notes("Example:", "  millrace approvals --json");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var limit = arguments.number("--limit", 1, Approvals.LISTED_MAX, LISTED);
    var cursor = arguments.text("--cursor").map(text -> "&cursor=" + Api.part(text)).orElse("");
    var host = HostCalls.of(arguments, terminal);
    return host.call(
        api -> api.get("/approvals?limit=" + limit + cursor), body -> show(body, host.json()));
  }

  private ExitStatus show(JsonNode body, boolean json) {
    if (json) {
      terminal.json(body);
      return ExitStatus.DONE;
    }
    for (var question : body.path("approvals")) {
      show(question);
    }
    if (body.path("approvals").isEmpty()) {
      terminal.err().line("Nobody is asked anything.");
    }
    if (body.path("cursor").isTextual()) {
      terminal.err().line("There are more: --cursor " + body.path("cursor").asText());
    }
    return ExitStatus.DONE;
  }

  private void show(JsonNode question) {
    var place = question.path("run").asText() + " " + question.path("task").asText();
    if (question.path("index").isInt()) {
      place += " --index " + question.path("index").intValue();
    }
    terminal
        .out()
        .line(
            Printable.line(place)
                + "  until "
                + Words.second(question.path("expiresAt"))
                + "  "
                + Printable.line(texts(question.path("choices"), " | ")));
    terminal.out().line("  " + Printable.line(question.path("message").asText()));
    if (!question.path("people").isEmpty()) {
      terminal.out().line("  asked: " + Printable.line(texts(question.path("people"), ", ")));
    }
    if (question.path("url").isTextual()) {
      terminal.out().line("  " + Printable.line(question.path("url").asText()));
    }
  }

  private static String texts(JsonNode list, String between) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(between));
  }
}
