package dev.millrace.cli.schedule;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.terminal.Paint;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Table.Cell;
import dev.millrace.cli.terminal.Table.Column;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.core.cron.At;
import dev.millrace.core.cron.Cron;
import dev.millrace.core.cron.Days;
import dev.millrace.core.cron.Rate;
import dev.millrace.core.cron.ScheduleExpression;
import dev.millrace.core.cron.Ticks;
import dev.millrace.core.cron.Timing;
import dev.millrace.core.cron.ZoneNotice;
import dev.millrace.core.cron.ZoneNotices;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What `millrace cron next` shows.
///
/// @param dialect `unix` or `aws` for cron, otherwise `rate` or `at`
/// @param ticks ascending
/// @param warnings what changes of clocks do within a year, and what may not be meant
public record ComingTicks(
    String expression,
    String dialect,
    ZoneId zone,
    String description,
    List<Tick> ticks,
    List<String> warnings) {

  /// Changes of clocks are told this far ahead.
  private static final Duration AHEAD = Duration.ofDays(365);

  /// No tick is later, so that nothing need be told.
  private static final Instant LAST = Instant.parse("2200-01-02T00:00:00Z");

  private static final DateTimeFormatter FOR_PEOPLE =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss xxx", Locale.ENGLISH);

  /// One tick.
  ///
  /// @param local what clocks in the zone show
  /// @param warning what is odd about the local time
  public record Tick(Instant at, OffsetDateTime local, Optional<String> warning) {}

  /// Copies the lists.
  public ComingTicks {
    ticks = List.copyOf(ticks);
    warnings = List.copyOf(warnings);
  }

  /// The ticks of an expression.
  ///
  /// @param text as it was written
  /// @param from all ticks are later
  /// @param count how many ticks at most
  public static ComingTicks of(
      String text, ScheduleExpression expression, Timing timing, Instant from, int count) {
    var ticks = Ticks.of(expression, timing);
    var notices = ZoneNotices.of(expression, timing);
    return new ComingTicks(
        text,
        dialect(expression),
        timing.zone(),
        expression.inWords(),
        Stream.iterate(ticks.after(from), Optional::isPresent, tick -> tick.flatMap(ticks::after))
            .flatMap(Optional::stream)
            .limit(count)
            .map(at -> new Tick(at, local(at, timing.zone()), notices.of(at)))
            .toList(),
        warnings(expression, notices, from));
  }

  private static String dialect(ScheduleExpression expression) {
    return switch (expression) {
      case Cron cron ->
          switch (cron.dialect()) {
            case UNIX -> "unix";
            case AWS -> "aws";
          };
      case Rate _ -> "rate";
      case At _ -> "at";
    };
  }

  private static OffsetDateTime local(Instant at, ZoneId zone) {
    return OffsetDateTime.ofInstant(at, zone);
  }

  private static List<String> warnings(
      ScheduleExpression expression, ZoneNotices notices, Instant from) {
    var warnings = new ArrayList<String>();
    if (expression instanceof Cron cron && cron.days() instanceof Days.Both) {
      warnings.add(
          "A day field that begins with * does not restrict, as in crontab(5): only days that match"
              + " both day fields count, not those that match either.");
    }
    notices.between(from, ahead(from)).stream().map(ZoneNotice::inWords).forEach(warnings::add);
    return warnings;
  }

  private static Instant ahead(Instant from) {
    return from.isBefore(LAST) ? from.plus(AHEAD) : from;
  }

  /// The shape of `cron next --json`.
  public ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("expression", expression);
    json.put("dialect", dialect);
    json.put("zone", zone.getId());
    json.put("description", description);
    var list = json.putArray("ticks");
    for (var tick : ticks) {
      list.addObject()
          .put("at", tick.at().toString())
          .put("local", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(tick.local()))
          .put("warning", tick.warning().orElse(null));
    }
    warnings.forEach(json.putArray("warnings")::add);
    return json;
  }

  /// Shows all of it to people.
  public void print(Terminal terminal) {
    var out = terminal.out();
    out.line(out.painted(Paint.BOLD, description) + " (" + zone.getId() + ")");
    if (ticks.isEmpty()) {
      out.line("No tick is to come.");
    } else {
      var table = new Table(Column.text("AT"), Column.text("LOCAL"), Column.text("WARNING"));
      for (var tick : ticks) {
        table.row(
            Cell.plain(tick.at().toString()),
            Cell.plain(FOR_PEOPLE.format(tick.local())),
            tick.warning().map(text -> Cell.painted(Paint.YELLOW, text)).orElse(Cell.plain("")));
      }
      out.print(table.text(out));
    }
    for (var warning : warnings) {
      out.line(out.painted(Paint.YELLOW, "Beware: ") + warning);
    }
  }
}
