package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.core.DagName;
import dev.millrace.engine.backfill.Asked;
import dev.millrace.engine.backfill.Backfill;
import dev.millrace.engine.backfill.BackfillFormat;
import dev.millrace.engine.backfill.BackfillId;
import dev.millrace.engine.backfill.BackfillPage;
import dev.millrace.engine.backfill.Backfills;
import dev.millrace.engine.backfill.Backfills.Changing;
import dev.millrace.engine.backfill.Backfills.Checking;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls about backfills.
final class BackfillRoutes {
  private static final int LISTED = 50;
  private static final String INSTANT = "an instant from 1970 to 2199 such as 2026-11-23T06:00:00Z";

  /// Runs have ids of four digits a year, and no schedule is asked about for ever.
  private static final Instant END_OF_TIME = Instant.parse("2200-01-01T00:00:00Z");

  private final Api api;

  BackfillRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/dags/{dag}/backfills", this::list),
        Route.post("/dags/{dag}/backfills", this::start),
        Route.get("/backfills/{backfill}", this::read),
        Route.post("/backfills/{backfill}/pause", this::pause),
        Route.post("/backfills/{backfill}/resume", this::resume),
        Route.post("/backfills/{backfill}/cancel", this::cancel));
  }

  /// A DAG that was removed may have some.
  private Answer list(Request request) {
    var dag = request.dag();
    var query = request.query("limit", "cursor");
    var limit = query.number("limit", 1, Backfills.LISTED_MAX, LISTED);
    query.done();
    var page = page(dag, query.text("cursor"), limit);
    if (page.backfills().isEmpty() && api.dags().latest(dag).isEmpty()) {
      throw new RefusedException(Known.dags(api.dags(), "no DAG " + dag));
    }
    var json = JsonNodeFactory.instance.objectNode();
    var backfills = json.putArray("backfills");
    page.backfills().forEach(backfill -> backfills.add(BackfillFormat.show(backfill)));
    json.put("cursor", page.next().orElse(null));
    return Answer.ok(json);
  }

  private BackfillPage page(DagName dag, Optional<String> cursor, int limit) {
    try {
      return api.engine().backfills().list(dag, cursor, limit);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          Kind.WRONG_VALUES, "the cursor is none that a page gave; begin again without it");
    }
  }

  private Answer start(Request request) throws IOException {
    var dag = request.dag();
    request.query().done();
    var fields =
        Fields.of(
            request.body(),
            "from",
            "to",
            "concurrency",
            "order",
            "rerun",
            "input",
            "schedule",
            "dryRun");
    var from = fields.read("from", BackfillRoutes::instant, INSTANT);
    if (fields.any("from").filter(sent -> !sent.isNull()).isEmpty()) {
      fields.wrong("from", "from is missing", "Send %s.".formatted(INSTANT));
    }
    var to = fields.read("to", BackfillRoutes::instant, INSTANT);
    var concurrency = fields.read("concurrency", BackfillRoutes::number, "a whole number");
    var order = fields.read("order", BackfillRoutes::order, "\"oldest\" or \"newest\"");
    var rerun = fields.read("rerun", BackfillRoutes::rerun, "\"none\", \"failed\" or \"all\"");
    var schedule = fields.text("schedule");
    var isDry = fields.read("dryRun", BackfillRoutes::truth, "true or false").orElse(false);
    fields.done();
    var wanted =
        new Backfills.Request(
            dag,
            schedule,
            from.orElseThrow(),
            to,
            concurrency.orElse(1),
            order.orElse(Asked.Order.OLDEST),
            rerun.orElse(Asked.Rerun.NONE),
            fields.any("input").filter(input -> !input.isNull()));
    return switch (api.engine().backfills().check(wanted)) {
      case Checking.Right right -> isDry ? ticks(right) : started(right, request);
      case Checking.UnknownDag _ ->
          throw new RefusedException(Known.dags(api.dags(), "no DAG " + dag));
      case Checking.NoSchedule _ -> throw ScheduleRoutes.withoutSchedule(dag);
      case Checking.Wrong(var flaws) ->
          throw new RefusedException(
              HttpProblem.wrong(
                  flaws.stream()
                      .map(
                          flaw ->
                              fields.sent().problemAt(flaw.pointer(), flaw.message(), flaw.mend()))
                      .toList()));
    };
  }

  private Answer started(Checking.Right right, Request request) {
    var backfill = api.engine().backfills().start(right, request.invocation());
    return new Answer.Json(
        201,
        BackfillFormat.show(backfill),
        Map.of("Location", "/backfills/" + backfill.id().text()));
  }

  private static Answer ticks(Checking.Right right) {
    var asked = right.asked();
    var json = JsonNodeFactory.instance.objectNode();
    json.put("dag", asked.id().dag().text()).put("version", asked.version());
    json.put("schedule", asked.schedule().isEmpty() ? null : asked.schedule());
    var ticks = json.putArray("ticks");
    for (var tick : right.ticks()) {
      ticks.addObject().put("at", tick.toString()).put("run", asked.run(tick).text());
    }
    return Answer.ok(json);
  }

  private Answer read(Request request) {
    var id = id(request);
    request.query().done();
    return api.engine().backfills().find(id).map(BackfillRoutes::shown).orElseThrow(() -> no(id));
  }

  private Answer pause(Request request) throws IOException {
    var id = changed(request);
    return told(id, api.engine().backfills().pause(id, request.invocation()));
  }

  private Answer resume(Request request) throws IOException {
    var id = changed(request);
    return told(id, api.engine().backfills().resume(id, request.invocation()));
  }

  private Answer cancel(Request request) throws IOException {
    var id = changed(request);
    return told(id, api.engine().backfills().cancel(id, request.invocation()));
  }

  private static BackfillId changed(Request request) throws IOException {
    var id = id(request);
    request.query().done();
    Fields.of(request.body()).done();
    return id;
  }

  private static Answer told(BackfillId id, Changing changing) {
    return switch (changing) {
      case Changing.Changed(var backfill) -> shown(backfill);
      case Changing.HadEnded(var backfill) ->
          throw new RefusedException(
              Kind.CONFLICT, "backfill %s is %s and stays so".formatted(id, backfill.status()));
      case Changing.Unknown _ -> throw no(id);
    };
  }

  private static Answer shown(Backfill backfill) {
    return Answer.ok(BackfillFormat.show(backfill));
  }

  private static BackfillId id(Request request) {
    var text = request.path("backfill");
    if (!BackfillId.isValid(text)) {
      throw new RefusedException(
          HttpProblem.notFound("no backfill can have that id: an id is DAG.ULID"));
    }
    return new BackfillId(text);
  }

  private static RefusedException no(BackfillId id) {
    return new RefusedException(HttpProblem.notFound("no backfill " + id));
  }

  private static Optional<Instant> instant(JsonNode value) {
    try {
      return Optional.of(Instant.parse(value.isTextual() ? value.textValue() : ""))
          .filter(at -> !at.isBefore(Instant.EPOCH) && at.isBefore(END_OF_TIME));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(JsonNode value) {
    return value.isInt() ? Optional.of(value.intValue()) : Optional.empty();
  }

  private static Optional<Boolean> truth(JsonNode value) {
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  private static Optional<Asked.Order> order(JsonNode value) {
    return switch (value.asText()) {
      case "oldest" -> Optional.of(Asked.Order.OLDEST);
      case "newest" -> Optional.of(Asked.Order.NEWEST);
      default -> Optional.empty();
    };
  }

  private static Optional<Asked.Rerun> rerun(JsonNode value) {
    return switch (value.asText()) {
      case "none" -> Optional.of(Asked.Rerun.NONE);
      case "failed" -> Optional.of(Asked.Rerun.FAILED);
      case "all" -> Optional.of(Asked.Rerun.ALL);
      default -> Optional.empty();
    };
  }
}
