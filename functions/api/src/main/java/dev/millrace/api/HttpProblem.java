package dev.millrace.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.definition.Problem;
import java.util.List;
import java.util.Map;

/// Why a request is refused, as `application/problem+json` (RFC 9457).
///
/// @param detail what is wrong with this very request, and how to mend it
/// @param problems all that is wrong with what was sent; empty when `detail` says it
/// @param headers to send with it
public record HttpProblem(
    Kind kind, String detail, List<Problem> problems, Map<String, String> headers) {
  /// Media type of a problem.
  static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE_PREFIX = "urn:millrace:problem:";

  /// Copies both collections.
  public HttpProblem {
    problems = List.copyOf(problems);
    headers = Map.copyOf(headers);
  }

  /// A problem that its detail says whole.
  public HttpProblem(Kind kind, String detail) {
    this(kind, detail, List.of(), Map.of());
  }

  /// The kinds of problems: each has one status, one type and one title.
  public enum Kind {
    MALFORMED(400, "malformed-request", "The request cannot be read"),
    UNPROVED(401, "unproved-request", "The request does not prove who sends it"),
    FOREIGN(403, "foreign-request", "The request does not come from where this API may be used"),
    NOT_FOUND(404, "not-found", "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "This cannot be done with it"),
    CONFLICT(409, "conflict", "It does not go with what stands already"),
    GONE(410, "gone", "It is over"),
    BODY_TOO_LARGE(413, "body-too-large", "The body is too large"),
    MEDIA_TYPE(415, "media-type", "The body is neither JSON nor YAML"),
    WRONG_VALUES(422, "wrong-values", "What was sent is wrong"),
    FAULT(500, "fault", "The host made a mistake"),
    BUSY(503, "busy", "The host cannot serve this now");

    private final int status;
    private final String name;
    private final String title;

    Kind(int status, String name, String title) {
      this.status = status;
      this.name = name;
      this.title = title;
    }

    int status() {
      return status;
    }

    String type() {
      return TYPE_PREFIX + name;
    }

    String title() {
      return title;
    }
  }

  static HttpProblem notFound(String detail) {
    return new HttpProblem(Kind.NOT_FOUND, detail);
  }

  static HttpProblem wrong(List<Problem> problems) {
    var first = problems.getFirst();
    var detail =
        problems.size() == 1
            ? first.message()
            : "%d problems, the first: %s".formatted(problems.size(), first.message());
    return new HttpProblem(Kind.WRONG_VALUES, detail, problems, Map.of());
  }

  /// The body of the answer.
  ObjectNode toJson() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("type", kind.type());
    json.put("title", kind.title());
    json.put("status", kind.status());
    json.put("detail", detail);
    json.set("problems", ProblemJson.list(problems));
    return json;
  }
}
