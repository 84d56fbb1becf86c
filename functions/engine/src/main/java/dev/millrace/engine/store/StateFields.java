package dev.millrace.engine.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.RetryTally;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Instances;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Lease;
import dev.millrace.core.run.Outstanding;
import dev.millrace.core.run.Pending;
import dev.millrace.core.run.Wake;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.Packed;
import dev.millrace.engine.text.StoredTextException;
import dev.millrace.engine.text.WorkRanges;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The maps and lists of a run's state while they are read. For one thread.
final class StateFields {
  final SortedMap<Work, Integer> attempts = new TreeMap<>();
  final SortedMap<Integer, Instances> maps = new TreeMap<>();
  final SortedMap<Work, Pending> pending = new TreeMap<>();
  final SortedMap<Work, RetryTally> tallies = new TreeMap<>();
  final SortedMap<AssignmentId, InFlight> inFlight = new TreeMap<>();
  final List<Outstanding> outbox = new ArrayList<>();
  private final JsonParser json;

  @FunctionalInterface
  private interface ValueReading<V> {
    V from(JsonParser json) throws IOException;
  }

  StateFields(JsonParser json) {
    this.json = json;
  }

  /// Reads the field whose value the parser shows, or passes over one that it does not know.
  void field(String name) throws IOException {
    switch (name) {
      case "attempts" -> works(attempts, JsonParser::getIntValue);
      case "maps" -> maps();
      case "pending" -> works(pending, StateFields::pending);
      case "tallies" -> works(tallies, StateFields::tally);
      case "inFlight" -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          inFlightGroup();
        }
      }
      case "outbox" -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          outboxGroup();
        }
      }
      default -> json.skipChildren();
    }
  }

  Wake wake() throws IOException {
    Instant at = null;
    Issuer by = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "at" -> at = InstantText.parse(json.getText());
        case "by" -> by = issuer();
        default -> json.skipChildren();
      }
    }
    return new Wake(required("wake.at", at), required("wake.by", by));
  }

  private <V> void works(Map<Work, V> map, ValueReading<V> reading) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      JsonText.read(
          "a packed part of a run",
          Packed.unpack(json.getText()),
          inner -> {
            inner.nextToken();
            return ranges(inner, map, reading);
          });
    } else {
      ranges(json, map, reading);
    }
  }

  private static <V> Map<Work, V> ranges(JsonParser json, Map<Work, V> map, ValueReading<V> reading)
      throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var works = WorkRanges.works(json.currentName());
      json.nextToken();
      var value = reading.from(json);
      works.forEach(work -> map.put(work, value));
    }
    return map;
  }

  private void maps() throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var task = Integer.parseInt(json.currentName());
      json.nextToken();
      var letters = "";
      var attemptsBefore = 0;
      var items = 0;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        var name = json.currentName();
        json.nextToken();
        switch (name) {
          case "states" -> letters = LetterRuns.letters(json.getText());
          case "attemptsBefore" -> attemptsBefore = json.getIntValue();
          case "items" -> items = json.getIntValue();
          default -> json.skipChildren();
        }
      }
      maps.put(task, Instances.parse(letters, attemptsBefore, Math.max(items, letters.length())));
    }
  }

  private static Pending pending(JsonParser json) throws IOException {
    Instant retryAt = null;
    var parked = -1;
    var resuming = -1;
    Instant wakeAt = null;
    Instant timeoutAt = null;
    Instant heartbeatAt = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "retryAt" -> retryAt = InstantText.parse(json.getText());
        case "parked" -> parked = json.getIntValue();
        case "resuming" -> resuming = json.getIntValue();
        case "wakeAt" -> wakeAt = InstantText.parse(json.getText());
        case "timeoutAt" -> timeoutAt = InstantText.parse(json.getText());
        case "heartbeatAt" -> heartbeatAt = InstantText.parse(json.getText());
        default -> json.skipChildren();
      }
    }
    if (parked >= 0) {
      return new Pending.Parked(
          parked,
          Optional.ofNullable(wakeAt),
          Optional.ofNullable(timeoutAt),
          Optional.ofNullable(heartbeatAt));
    }
    return resuming >= 0
        ? new Pending.Resuming(resuming)
        : new Pending.Retrying(required("pending.retryAt", retryAt));
  }

  private static RetryTally tally(JsonParser json) throws IOException {
    var used = new ArrayList<Integer>();
    Instant firstStartedAt = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "used" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            used.add(json.getIntValue());
          }
        }
        case "firstStartedAt" -> firstStartedAt = InstantText.parse(json.getText());
        default -> json.skipChildren();
      }
    }
    return new RetryTally(used, required("tallies.firstStartedAt", firstStartedAt));
  }

  private void inFlightGroup() throws IOException {
    Custody custody = null;
    Instant sentAt = null;
    var times = 1;
    var lane = Lane.SHORT;
    Issuer by = null;
    var assignments = new TreeMap<AssignmentId, String>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "held" -> custody = new Custody.Held(lease());
        case "sentAt" -> sentAt = InstantText.parse(json.getText());
        case "times" -> times = json.getIntValue();
        case "lane" -> lane = Lane.valueOf(json.getText());
        case "by" -> by = issuer();
        case "assignments" -> {
          while (json.nextToken() != JsonToken.END_OBJECT) {
            var id = AssignmentId.parse(json.currentName());
            json.nextToken();
            assignments.put(id, json.getText());
          }
        }
        default -> json.skipChildren();
      }
    }
    var held = custody != null ? custody : new Custody.Sent(required("sentAt", sentAt), times);
    for (var entry : assignments.entrySet()) {
      inFlight.put(
          entry.getKey(),
          new InFlight(
              WorkRanges.attempts(entry.getValue()), lane, required("inFlight.by", by), held));
    }
  }

  private void outboxGroup() throws IOException {
    Issuer by = null;
    var cancelParked = "";
    var tellParent = false;
    var leavePlace = false;
    var startFollowers = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "by" -> by = issuer();
        case "cancelParked" -> cancelParked = json.getText();
        case "tellParent" -> tellParent = json.getBooleanValue();
        case "leavePlace" -> leavePlace = json.getBooleanValue();
        case "startFollowers" -> startFollowers = json.getBooleanValue();
        default -> json.skipChildren();
      }
    }
    if (tellParent) {
      outbox.add(new Outstanding.TellParent(required("outbox.by", by)));
    }
    if (leavePlace) {
      outbox.add(new Outstanding.LeavePlace(required("outbox.by", by)));
    }
    if (startFollowers) {
      outbox.add(new Outstanding.StartFollowers(required("outbox.by", by)));
    }
    for (var attempt : WorkRanges.attempts(cancelParked)) {
      outbox.add(
          new Outstanding.CancelParked(
              attempt.work(), attempt.number(), required("outbox.by", by)));
    }
  }

  private Issuer issuer() throws IOException {
    var message = "";
    var invocation = "";
    var write = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "message" -> message = json.getText();
        case "invocation" -> invocation = json.getText();
        case "write" -> write = json.getIntValue();
        default -> json.skipChildren();
      }
    }
    return new Issuer(message, invocation, write);
  }

  private Lease lease() throws IOException {
    var invocation = "";
    Instant until = null;
    var host = 0L;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "invocation" -> invocation = json.getText();
        case "until" -> until = InstantText.parse(json.getText());
        case "host" -> host = json.getLongValue();
        default -> json.skipChildren();
      }
    }
    return new Lease(invocation, required("held.until", until), host);
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new StoredTextException("a run without `" + name + "`");
    }
    return value;
  }
}
