package dev.millrace.engine.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.Definition;
import dev.millrace.definition.InputCheck;
import dev.millrace.definition.ScheduleDefinition;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Ids;
import dev.millrace.engine.Payloads;
import dev.millrace.engine.Plans;
import dev.millrace.engine.backfill.Backfills.Checking;
import dev.millrace.engine.backfill.Backfills.Flaw;
import dev.millrace.engine.backfill.Backfills.Request;
import dev.millrace.engine.store.DagStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Turns a request into what a backfill is asked to do, or says all that is wrong with it.
final class CheckBackfill {
  private final DagStore dags;
  private final Plans plans;
  private final Clock clock;
  private final Ids ids;

  CheckBackfill(DagStore dags, Plans plans, Clock clock, Ids ids) {
    this.dags = dags;
    this.plans = plans;
    this.clock = clock;
    this.ids = ids;
  }

  Checking check(Request request) {
    var latest = dags.latest(request.dag());
    if (latest.isEmpty()) {
      return new Checking.UnknownDag();
    }
    var definition = plans.of(request.dag(), latest.get().version());
    if (definition.schedules().isEmpty()) {
      return new Checking.NoSchedule();
    }
    var flaws = new ArrayList<Flaw>();
    var schedule = schedule(request, definition, flaws);
    var now = clock.now();
    var to = request.to().orElse(now);
    checkRange(request.from(), to, now, flaws);
    checkConcurrency(request.concurrency(), flaws);
    var input = input(request, definition, flaws);
    if (!flaws.isEmpty() || schedule.isEmpty()) {
      return new Checking.Wrong(flaws);
    }
    var ticks =
        definition
            .ticksOf(schedule.get())
            .between(request.from(), to)
            .limit(Backfills.TICKS_MAX + 1L)
            .toList();
    checkCount(ticks.size(), request.from(), to, flaws);
    if (!flaws.isEmpty()) {
      return new Checking.Wrong(flaws);
    }
    var asked =
        new Asked(
            BackfillId.of(request.dag(), ids.ulid()),
            latest.get().version(),
            schedule.get().nameText(),
            request.from(),
            to,
            request.concurrency(),
            request.order(),
            request.rerun(),
            input,
            ticks.size(),
            now);
    return new Checking.Right(asked, inOrder(ticks, request.order()));
  }

  private static List<Instant> inOrder(List<Instant> ticks, Asked.Order order) {
    return switch (order) {
      case OLDEST -> ticks;
      case NEWEST -> ticks.reversed();
    };
  }

  private static Optional<ScheduleDefinition> schedule(
      Request request, Definition definition, List<Flaw> flaws) {
    var schedules = definition.schedules();
    var names = schedules.stream().map(each -> each.nameText()).collect(Collectors.joining(", "));
    if (request.schedule().isEmpty()) {
      if (schedules.size() > 1) {
        flaws.add(
            new Flaw(
                "/schedule",
                "DAG %s has %d schedules and none is named"
                    .formatted(request.dag(), schedules.size()),
                "Name one of " + names + "."));
        return Optional.empty();
      }
      return Optional.of(schedules.getFirst());
    }
    var wanted = request.schedule().get();
    var found = schedules.stream().filter(each -> each.nameText().equals(wanted)).findFirst();
    if (found.isEmpty()) {
      flaws.add(
          new Flaw(
              "/schedule",
              "DAG %s has no schedule \"%s\"".formatted(request.dag(), shortened(wanted)),
              names.isEmpty()
                  ? "Leave schedule out: its only one has no name."
                  : "Its schedules are " + names + "."));
    }
    return found;
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  private static void checkRange(Instant from, Instant to, Instant now, List<Flaw> flaws) {
    if (!from.isBefore(to)) {
      flaws.add(
          new Flaw(
              "/from",
              "from is %s, not before to, which is %s".formatted(from, to),
              "Ticks from from on and before to become runs."));
    }
    if (to.isAfter(now)) {
      flaws.add(
          new Flaw(
              "/to",
              "to is %s, which is to come".formatted(to),
              "Leave it out for all up to now; later ticks come by themselves."));
    }
  }

  private static void checkConcurrency(int concurrency, List<Flaw> flaws) {
    if (concurrency < 1 || concurrency > Backfills.CONCURRENCY_MAX) {
      flaws.add(
          new Flaw(
              "/concurrency",
              "concurrency is %d, not from 1 to %d"
                  .formatted(concurrency, Backfills.CONCURRENCY_MAX),
              "Send a number from 1 to %d.".formatted(Backfills.CONCURRENCY_MAX)));
    }
  }

  private static void checkCount(int ticks, Instant from, Instant to, List<Flaw> flaws) {
    if (ticks == 0) {
      flaws.add(
          new Flaw(
              "/from",
              "no tick lies between %s and %s".formatted(from, to),
              "Widen the range; `millrace cron next` shows when an expression is due."));
    } else if (ticks > Backfills.TICKS_MAX) {
      flaws.add(
          new Flaw(
              "/from",
              "more than %,d ticks lie between %s and %s".formatted(Backfills.TICKS_MAX, from, to),
              "Make several backfills of shorter ranges."));
    }
  }

  private static Optional<JsonNode> input(
      Request request, Definition definition, List<Flaw> flaws) {
    if (request.input().isEmpty()) {
      return Optional.empty();
    }
    return switch (definition.inputCheck().check(request.input().get())) {
      case InputCheck.Checked.Wrong(var problems) -> {
        problems.forEach(
            each -> flaws.add(new Flaw("/input" + each.path(), each.message(), each.mend())));
        yield Optional.empty();
      }
      case InputCheck.Checked.Right(var right) -> {
        var size = Payloads.sizeBytes(right);
        if (size > Backfills.INPUT_MAX_BYTES) {
          flaws.add(
              new Flaw(
                  "/input",
                  "the input has %,d bytes; at most %,d are allowed for a backfill."
                      .formatted(size, Backfills.INPUT_MAX_BYTES),
                  "Put the data into a store and pass its address."));
        }
        yield Optional.of(right);
      }
    };
  }
}
