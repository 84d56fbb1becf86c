package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.core.ErrorName;
import dev.millrace.engine.kind.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// What one of AWS's APIs has answered, whatever its status.
public final class AwsAnswer {
  private static final String ERROR_TYPE = "x-amzn-errortype";

  private final Reply reply;
  private final String text;
  private final Redaction redaction;
  private final Instant at;

  AwsAnswer(Exchanged.Answered answered, Redaction redaction, Instant at) {
    this.reply = answered.reply();
    this.text = answered.result().path("body").asText("");
    this.redaction = redaction;
    this.at = at;
  }

  /// Its status.
  public int status() {
    return reply.status();
  }

  /// Whether it is what was asked for.
  public boolean isSuccess() {
    return StatusSet.SUCCESS.has(status());
  }

  /// The first header of a name.
  ///
  /// @param name in small letters
  public Optional<String> header(String name) {
    return reply.header(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  /// Its body; empty when that is not JSON.
  public Optional<JsonNode> json() {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(AnswerBody.json(text));
    } catch (FailedExchange _) {
      return Optional.empty();
    }
  }

  /// The code of an error, such as `ResourceNotFoundException`. Some services put a namespace
  /// before it, or an address behind.
  public Optional<String> errorCode() {
    return header(ERROR_TYPE)
        .or(() -> firstText("__type", "code"))
        .map(code -> code.substring(code.lastIndexOf('#') + 1).split(":", 2)[0].strip())
        .filter(code -> code.matches("[A-Za-z0-9_-]{1,100}"));
  }

  /// What the service says of an error: its message, or how the body begins.
  public String errorMessage() {
    return firstText("Message", "message", "errorMessage").orElseGet(() -> reply.body().excerpt());
  }

  /// The delay that the service asks for.
  public Optional<Duration> retryAfter() {
    return RetryAfter.of(reply, at);
  }

  /// A failure without any of the secrets that the request was made with.
  public Execution.Failed failed(ErrorName error, String cause, Optional<Duration> retryAfter) {
    return redaction.in(new Execution.Failed(error, cause, retryAfter));
  }

  private Optional<String> firstText(String... keys) {
    var body = json().orElse(MissingNode.getInstance());
    return Stream.of(keys)
        .map(key -> body.path(key).asText(""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }
}
