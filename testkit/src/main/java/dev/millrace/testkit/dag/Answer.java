package dev.millrace.testkit.dag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.ErrorName;
import dev.millrace.core.plan.Plan;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a scripted action comes to. Immutable.
public final class Answer {
  private final What what;
  private final Duration takes;

  sealed interface What {
    record Returns(JsonNode result) implements What {}

    record Answers(JsonNode body) implements What {}

    record Fails(ErrorName error, String cause, Optional<Duration> retryAfter) implements What {}

    record Parks() implements What {}
  }

  private Answer(What what, Duration takes) {
    this.what = what;
    this.takes = takes;
  }

  /// The action's raw result, on which the task's `output` works: what the page of its kind shows.
  ///
  /// @param result a `JsonNode`, or whatever Jackson makes JSON of: maps, lists, records, texts
  public static Answer returns(@Nullable Object result) {
    return new Answer(new What.Returns(Json.of(result)), Duration.ZERO);
  }

  /// A server's answer to an `http` task: status 200, no headers, this body.
  ///
  /// @param body as in [#returns]
  public static Answer answers(@Nullable Object body) {
    return new Answer(new What.Answers(Json.of(body)), Duration.ZERO);
  }

  /// The failure of an attempt.
  ///
  /// @param error a name such as `Http.503`, which `retry` may match
  /// @throws IllegalArgumentException when that cannot be the name of an error
  public static Answer fails(String error, String cause) {
    return new Answer(new What.Fails(new ErrorName(error), cause, Optional.empty()), Duration.ZERO);
  }

  /// The attempt parks until the test answers its callback, see [DagRun#callback].
  public static Answer parks() {
    return new Answer(new What.Parks(), Duration.ZERO);
  }

  /// The same after so much time. Beyond the attempt's timeout it is cut short, as anywhere.
  ///
  /// @throws IllegalArgumentException when it is negative, or longer than any run may last
  public Answer takes(Duration duration) {
    if (duration.isNegative() || duration.compareTo(Plan.TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException(
          "an action takes no time or up to " + Plan.TIMEOUT_MAX + ", not " + duration);
    }
    return new Answer(what, duration);
  }

  /// The same failure, with the delay that a server asked for before the next attempt.
  ///
  /// @throws IllegalStateException when it is no failure
  public Answer retryAfter(Duration delay) {
    return switch (what) {
      case What.Fails(var error, var cause, _) ->
          new Answer(new What.Fails(error, cause, Optional.of(delay)), takes);
      case What.Returns _, What.Answers _, What.Parks _ ->
          throw new IllegalStateException("retryAfter belongs to a failure, behind fails(...)");
    };
  }

  /// What comes out; for an `http` task's answer the whole result.
  What what() {
    return what instanceof What.Answers(var body) ? new What.Returns(httpResult(body)) : what;
  }

  boolean isForHttp() {
    return what instanceof What.Answers;
  }

  Duration duration() {
    return takes;
  }

  private static JsonNode httpResult(JsonNode body) {
    var result = JsonNodeFactory.instance.objectNode();
    result.put("status", 200);
    result.putObject("headers");
    result.set("body", body);
    return result;
  }

  @Override
  public String toString() {
    return what + (takes.isZero() ? "" : " after " + takes);
  }
}
