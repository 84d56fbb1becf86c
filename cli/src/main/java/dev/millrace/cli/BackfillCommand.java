package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.api.Answer;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.document.JsonArgument;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.line.WrongUseException;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.engine.backfill.Backfills;
import java.time.Duration;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/// `millrace backfill`: makes runs of ticks of the past, and looks after those that are being made.
final class BackfillCommand implements Subcommand {
  private static final Set<String> VERBS = Set.of("list", "show", "pause", "resume", "cancel");

  /// After which there is no end to wait for.
  private static final Set<String> WITHOUT_END = Set.of("list", "pause");

  private static final Set<String> BEGINNING =
      Set.of("--from", "--to", "--concurrency", "--order", "--rerun", "--schedule", "--input");
  private static final int LISTED = 50;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Terminal terminal;

  BackfillCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("backfill", "Makes runs of the ticks of a range of the past.")
        .argument(
            "DAG",
            Times.ONCE,
            "The DAG; or list before it; or show, pause, resume or cancel before an ID.")
        .argument("ID", Times.ANY, "The backfill that is shown or changed, or the DAG of list.")
        .option("--from", "INSTANT", "The first instant that counts, in UTC.")
        .option("--to", "INSTANT", "The first that does not. Otherwise now.")
        .option("--concurrency", "N", "Runs open at a time. Otherwise 1.")
        .option("--order", "WORD", "oldest (default) or newest first.")
        .option(
            "--rerun",
            "WORD",
            "Which ended runs are opened again, by the latest version: none (default), failed or"
                + " all.")
        .option("--input", "JSON", "Input of the runs: JSON, or @FILE. Otherwise the schedule's.")
        .option("--schedule", "NAME", "Which schedule's ticks, where the DAG has several.")
        .option("--limit", "N", "Most backfills to list, up to 100. Otherwise 50.")
        .option("--cursor", "CURSOR", "Go on where the list before ended, as it said.")
        .flag("--dry-run", "List the ticks, start nothing.")
        .flag(
            "--wait",
            "Show progress to the end; status 1 unless all runs that it started succeeded.")
        .with(HostCalls.OPTIONS)
        .notes(
            "Examples:",
            "  millrace backfill daily_orders --from 2026-11-01T00:00:00Z --dry-run",
            "  millrace backfill daily_orders --from 2026-11-01T00:00:00Z --concurrency 4 --wait",
            "  millrace backfill list daily_orders",
            "  millrace backfill cancel daily_orders.01KB0ZQ4J5M6N7P8Q9R0S1T2V3");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var host = HostCalls.of(arguments, terminal);
    var ids = arguments.arguments("ID");
    return ids.isEmpty() ? begin(arguments, host) : change(arguments, host);
  }

  private ExitStatus change(Arguments arguments, HostCalls host) {
    var verb = arguments.argument("DAG");
    var ids = arguments.arguments("ID");
    if (!VERBS.contains(verb) || ids.size() > 1) {
      throw new WrongUseException(
          "one DAG, or list and a DAG, or show, pause, resume or cancel and the id of one backfill.");
    }
    if (arguments.has("--dry-run") || BEGINNING.stream().anyMatch(arguments::has)) {
      throw new WrongUseException(verb + " takes none of the options that begin a backfill.");
    }
    if (arguments.has("--wait") && WITHOUT_END.contains(verb)) {
      throw new WrongUseException(verb + " does not wait.");
    }
    if (verb.equals("list")) {
      return list(ids.getFirst(), arguments, host);
    }
    if (arguments.has("--limit") || arguments.has("--cursor")) {
      throw new WrongUseException("--limit and --cursor belong to list.");
    }
    var path = "/backfills/" + Api.part(ids.getFirst());
    HostCalls.Call call =
        api ->
            verb.equals("show")
                ? api.get(path)
                : api.post(path + "/" + verb, JsonNodeFactory.instance.objectNode());
    return arguments.has("--wait")
        ? host.call(api -> untilEnded(api, call.ask(api)), body -> showEnded(body, host.json()))
        : host.call(call, body -> show(body, host.json()));
  }

  private ExitStatus list(String dag, Arguments arguments, HostCalls host) {
    var limit = arguments.number("--limit", 1, Backfills.LISTED_MAX, LISTED);
    var cursor = arguments.text("--cursor").map(text -> "&cursor=" + Api.part(text)).orElse("");
    var path = "/dags/%s/backfills?limit=%d%s".formatted(Api.part(dag), limit, cursor);
    return host.call(api -> api.get(path), body -> showAll(body, host.json()));
  }

  private ExitStatus showAll(JsonNode body, boolean json) {
    if (json) {
      terminal.json(body);
      return ExitStatus.DONE;
    }
    body.path("backfills").forEach(backfill -> terminal.out().line(line(backfill)));
    if (body.path("backfills").isEmpty()) {
      terminal.err().line("There are no backfills.");
    }
    if (body.path("cursor").isTextual()) {
      terminal.err().line("There are more: --cursor " + body.path("cursor").asText());
    }
    return ExitStatus.DONE;
  }

  private ExitStatus begin(Arguments arguments, HostCalls host) {
    if (arguments.has("--limit") || arguments.has("--cursor")) {
      throw new WrongUseException("--limit and --cursor belong to list.");
    }
    var path = "/dags/" + Api.part(arguments.argument("DAG")) + "/backfills";
    var body = body(arguments);
    if (arguments.has("--dry-run")) {
      return host.call(api -> api.post(path, body), ticks -> showTicks(ticks, host.json()));
    }
    return arguments.has("--wait")
        ? host.call(
            api -> untilEnded(api, api.post(path, body)), ended -> showEnded(ended, host.json()))
        : host.call(api -> api.post(path, body), begun -> show(begun, host.json()));
  }

  private static ObjectNode body(Arguments arguments) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put(
        "from",
        arguments.text("--from").orElseThrow(() -> new WrongUseException("--from is missing.")));
    arguments.text("--to").ifPresent(to -> body.put("to", to));
    body.put("concurrency", arguments.number("--concurrency", 1, Backfills.CONCURRENCY_MAX, 1));
    arguments.text("--order").ifPresent(order -> body.put("order", order));
    arguments.text("--rerun").ifPresent(rerun -> body.put("rerun", rerun));
    arguments.text("--schedule").ifPresent(schedule -> body.put("schedule", schedule));
    arguments
        .text("--input")
        .ifPresent(text -> body.set("input", JsonArgument.value("--input", text)));
    if (arguments.has("--dry-run")) {
      body.put("dryRun", true);
    }
    return body;
  }

  private Answer untilEnded(Api api, Answer first) throws InterruptedException {
    var answer = first;
    var shown = "";
    while (answer instanceof Answer.Done(_, var body)) {
      var line = line(body);
      if (!line.equals(shown)) {
        terminal.err().line(line);
        shown = line;
      }
      if (!body.path("endedAt").isNull()) {
        return answer;
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
      answer = api.get("/backfills/" + Api.part(body.path("backfill").asText()));
    }
    return answer;
  }

  private ExitStatus show(JsonNode backfill, boolean json) {
    if (json) {
      terminal.json(backfill);
      return ExitStatus.DONE;
    }
    terminal.out().line(line(backfill));
    if (backfill.path("endedAt").isNull()) {
      var id = Printable.line(backfill.path("backfill").asText());
      terminal.err().line("Look at it with `millrace backfill show " + id + "`.");
    }
    return ExitStatus.DONE;
  }

  private ExitStatus showEnded(JsonNode backfill, boolean json) {
    if (json) {
      terminal.json(backfill);
    } else {
      terminal.out().line(line(backfill));
    }
    var succeeded = backfill.path("ended").path("SUCCEEDED").asInt();
    return backfill.path("status").asText().equals("DONE")
            && backfill.path("refused").asInt() == 0
            && succeeded == backfill.path("started").asInt()
        ? ExitStatus.DONE
        : ExitStatus.FAILED;
  }

  private ExitStatus showTicks(JsonNode body, boolean json) {
    if (json) {
      terminal.json(body);
      return ExitStatus.DONE;
    }
    for (var tick : body.path("ticks")) {
      terminal.out().line(Printable.line(tick.path("at").asText()));
    }
    return ExitStatus.DONE;
  }

  /// Such as `orders.01K… RUNNING: 12 of 30 ticks taken, 2 open, 9 SUCCEEDED, 1 had runs`.
  private static String line(JsonNode backfill) {
    var ticks = backfill.path("ticks").asInt();
    var parts = new StringJoiner(", ");
    parts.add("%,d of %,d ticks taken".formatted(ticks - backfill.path("left").asInt(), ticks));
    parts.add("%d open".formatted(backfill.path("open").size()));
    backfill
        .path("ended")
        .properties()
        .forEach(each -> parts.add("%,d %s".formatted(each.getValue().asInt(), each.getKey())));
    if (backfill.path("existing").asInt() > 0) {
      parts.add("%,d had runs".formatted(backfill.path("existing").asInt()));
    }
    if (backfill.path("refused").asInt() > 0) {
      parts.add("%,d refused".formatted(backfill.path("refused").asInt()));
    }
    return Printable.line(
        "%s  %s: %s"
            .formatted(
                backfill.path("backfill").asText(), backfill.path("status").asText(), parts));
  }
}
