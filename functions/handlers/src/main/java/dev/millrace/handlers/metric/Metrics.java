package dev.millrace.handlers.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.engine.Clock;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Gathers what one call counts and times, and writes it as one line when the call ends; none when
/// there is nothing. Safe for any number of threads.
public final class Metrics {
  /// Values of one metric in a line (limit of the embedded metric format).
  private static final int VALUES_MAX = 100;

  private final String namespace;
  private final Clock clock;
  private final Consumer<String> lines;
  private final Map<Metric, Long> counts = new EnumMap<>(Metric.class);
  private final Map<Metric, List<Long>> times = new EnumMap<>(Metric.class);

  /// @param namespace that the metrics stand under in CloudWatch
  /// @param lines takes the lines
  public Metrics(String namespace, Clock clock, Consumer<String> lines) {
    this.namespace = namespace;
    this.clock = clock;
    this.lines = lines;
  }

  /// Counts.
  public synchronized void add(Metric metric, long count) {
    if (count > 0) {
      counts.merge(metric, count, Long::sum);
    }
  }

  /// Notes how long something took; clocks of two machines differ, so less than nothing is nothing.
  public synchronized void took(Metric metric, Duration time) {
    var values = times.computeIfAbsent(metric, _ -> new ArrayList<>());
    values.add(Math.max(0, time.toMillis()));
    if (values.size() == VALUES_MAX) {
      flush();
    }
  }

  /// Writes what was gathered, and begins anew.
  public synchronized void flush() {
    if (counts.isEmpty() && times.isEmpty()) {
      return;
    }
    lines.accept(JsonText.write(this::line));
    counts.clear();
    times.clear();
  }

  private void line(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("_aws");
    json.writeNumberField("Timestamp", clock.now().toEpochMilli());
    json.writeArrayFieldStart("CloudWatchMetrics");
    json.writeStartObject();
    json.writeStringField("Namespace", namespace);
    // One set of no dimensions: each set more would be a metric more to pay for.
    json.writeArrayFieldStart("Dimensions");
    json.writeStartArray();
    json.writeEndArray();
    json.writeEndArray();
    json.writeArrayFieldStart("Metrics");
    for (var metric : counts.keySet()) {
      definition(json, metric);
    }
    for (var metric : times.keySet()) {
      definition(json, metric);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    for (var count : counts.entrySet()) {
      json.writeNumberField(count.getKey().label(), count.getValue());
    }
    for (var values : times.entrySet()) {
      json.writeArrayFieldStart(values.getKey().label());
      for (var value : values.getValue()) {
        json.writeNumber(value);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void definition(JsonGenerator json, Metric metric) throws IOException {
    json.writeStartObject();
    json.writeStringField("Name", metric.label());
    json.writeStringField("Unit", metric.unit());
    json.writeEndObject();
  }
}
