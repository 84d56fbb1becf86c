package dev.millrace.template;

import dev.millrace.bench.Prices;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a stack costs in a month in which nothing runs, from its templates and the list of prices.
record IdleCost(List<Row> rows) {
  /// 365 days by twelve.
  private static final Duration MONTH = Duration.ofHours(730);

  /// Requests of the pollers of one queue in a month: five of them, each waiting 20 s for a message
  /// (aws-facts).
  private static final long POLLS = 650_000;

  /// What a sweep with nothing to do is reckoned to take. Not measured on AWS.
  private static final double SWEEP_SECONDS = 0.1;

  /// Parts of the index of open runs, each asked once in a sweep.
  private static final int SHARDS = 4;

  /// An eventually consistent read of next to nothing.
  private static final double READ_UNITS = 0.5;

  /// Of schedules and of open backfills: strongly consistent, so each is a whole unit when empty.
  private static final int ENTRY_LISTS = 2;

  private static final double MB_PER_GB = 1024;

  /// @param what is paid for
  /// @param quantity of the price's unit
  record Row(String what, double quantity, Prices.Price price) {
    double usd() {
      return price.of(quantity);
    }

    private String shownPrice() {
      var usd = BigDecimal.valueOf(price.usd()).stripTrailingZeros().toPlainString();
      return price.per() == 1 ? usd : String.format(Locale.ROOT, "%s for %,d", usd, price.per());
    }

    /// As docs/cost.md shows it.
    String line() {
      return String.format(
          Locale.ROOT,
          "| %s | %,.0f %s | $%s | $%.3f |",
          what,
          quantity,
          price.unit(),
          shownPrice(),
          usd());
    }
  }

  IdleCost {
    rows = List.copyOf(rows);
  }

  static IdleCost of(Templates templates, Prices prices) {
    var minutes = MONTH.toMinutes();
    var mappings = QueueRules.mappings(templates);
    var ordered = mappings.stream().filter(QueueRules.Mapping::isFifo).count();
    var unordered = mappings.size() - ordered;
    var awake =
        templates.functions().stream()
                .filter(function -> function.rates().contains("rate(1 day)"))
                .count()
            * MONTH.toDays();
    var gigabytes =
        templates.number(templates.function("reconcile").setting("MemorySize")) / MB_PER_GB;
    var rows = new ArrayList<Row>();
    rows.add(
        new Row(
            "polling of %d standard queues".formatted(unordered),
            unordered * POLLS,
            prices.of("sqs.standard")));
    rows.add(
        new Row(
            "polling of %d ordered queue".formatted(ordered),
            ordered * POLLS,
            prices.of("sqs.fifo")));
    rows.add(
        new Row(
            "reconcile looks for dead letters",
            deadLetters(templates, false) * minutes,
            prices.of("sqs.standard")));
    rows.add(
        new Row(
            "the same, ordered queue",
            deadLetters(templates, true) * minutes,
            prices.of("sqs.fifo")));
    rows.add(
        new Row(
            "reconcile looks for open runs",
            SHARDS * READ_UNITS * minutes,
            prices.of("dynamodb.read")));
    rows.add(
        new Row(
            "reconcile looks at schedules and backfills",
            ENTRY_LISTS * minutes,
            prices.of("dynamodb.read")));
    rows.add(new Row("reconcile and daily calls", minutes + awake, prices.of("lambda.request")));
    rows.add(
        new Row(
            "their time",
            (minutes + awake) * SWEEP_SECONDS * gigabytes,
            prices.of("lambda.duration")));
    rows.add(
        new Row("the rules that call them", minutes + awake, prices.of("events.scheduledRule")));
    return new IdleCost(rows);
  }

  /// Queues that only reconcile takes from.
  private static long deadLetters(Templates templates, boolean isOrdered) {
    return templates
        .ofType("AWS::SQS::Queue")
        .filter(queue -> queue.property("RedrivePolicy").isMissingNode())
        .filter(queue -> queue.property("FifoQueue").asBoolean() == isOrdered)
        .count();
  }

  static Row alarms(Templates templates, Prices prices) {
    return new Row(
        "alarms",
        templates.ofType("AWS::CloudWatch::Alarm").count(),
        prices.of("cloudwatch.alarm"));
  }

  double usd() {
    return rows.stream().mapToDouble(Row::usd).sum();
  }

  /// As docs/cost.md shows it.
  String line() {
    return String.format(Locale.ROOT, "| **together** | | | **$%.2f** |", usd());
  }
}
