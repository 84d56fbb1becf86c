package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a request to its route, and its answer back. The edge of the API: what goes wrong behind
/// it becomes an incident in the log and never a stack trace in an answer. Safe for any number of
/// threads.
public final class ApiCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ApiCalls.class);

  private static final String JSON = "application/json";
  private static final int INCIDENT_BYTES = 6;

  /// Seeded on first use, not before: a snapshot of the process must not share its numbers.
  private static final class Chance {
    static final SecureRandom RANDOM = new SecureRandom();
  }

  private final Router router;
  private final Api.Trouble trouble;
  private final Bodies bodies = new Bodies();

  /// All calls of the API.
  public ApiCalls(Api api) {
    this(api, ApiRoutes.of(api));
  }

  private ApiCalls(Api api, List<Route> routes) {
    this.router = new Router(routes);
    this.trouble = api.trouble();
  }

  /// Only those for which a token is the authorization: for a host that keeps apart what
  /// everybody may call.
  public static ApiCalls ofCallbacks(Api api) {
    return new ApiCalls(api, ApiRoutes.open(api));
  }

  /// All but the one by which other people's servers start runs: for a host that keeps apart what
  /// reads secrets.
  public static ApiCalls withoutHooks(Api api) {
    return new ApiCalls(api, ApiRoutes.closed(api));
  }

  /// Only the one by which other people's servers start runs.
  public static ApiCalls ofHooks(Api api) {
    return new ApiCalls(api, new HookRoutes(api).routes());
  }

  /// Answers. A thread that is interrupted on the way has taken too long, and says so.
  ///
  /// @throws IOException when the client is gone
  public Reply answer(Received received) throws IOException {
    var path = "a path";
    try (var allowance = bodies.allowance()) {
      var found = router.find(received.method(), received.path());
      path = found.route().path();
      return reply(found.route().handler().handle(new Request(received, found.path(), allowance)));
    } catch (InterruptedException e) {
      LOG.warn("{} {} took too long", received.method(), path);
      return reply(new HttpProblem(Kind.BUSY, "this took too long; ask again"));
    } catch (RefusedException e) {
      return reply(e.problem());
    } catch (RuntimeException e) {
      var told = trouble.of(e);
      if (told.isPresent()) {
        LOG.error("{} {}", received.method(), path, e);
        return reply(new HttpProblem(Kind.BUSY, told.get()));
      }
      return incident(received.method(), path, e);
    } catch (StackOverflowError e) {
      return incident(received.method(), path, e);
    }
  }

  /// @param path as the route has it: what stands in its place may be a callback's token
  private static Reply incident(String method, String path, Throwable thrown) {
    var bytes = new byte[INCIDENT_BYTES];
    Chance.RANDOM.nextBytes(bytes);
    var incident = HexFormat.of().formatHex(bytes);
    LOG.error("incident {}: {} {}", incident, method, path, thrown);
    return reply(
        new HttpProblem(
            Kind.FAULT,
            "incident %s: the host's log says more; please report it".formatted(incident)));
  }

  private static Reply reply(Answer answer) {
    return switch (answer) {
      case Answer.Json(var status, var body, var headers) ->
          whole(status, JSON, JsonText.write(body), headers);
      case Answer.Ready(var json) -> whole(200, JSON, json, Map.of());
      case Answer.Page(var status, var html) ->
          whole(status, "text/html; charset=utf-8", html, ApprovalPage.HEADERS);
      case Answer.Nothing _ -> new Reply.Whole(204, common(Map.of()), "");
      case Answer.Bytes(var bytes) ->
          new Reply.Bytes(
              common(
                  Map.of(
                      "Content-Type",
                      "application/octet-stream",
                      "Content-Disposition",
                      "attachment")),
              bytes);
      case Answer.Events(var writer) ->
          new Reply.Events(common(Map.of("Content-Type", EventSink.MEDIA_TYPE)), writer);
    };
  }

  /// A problem, ready to be sent.
  public static Reply reply(HttpProblem problem) {
    JsonNode body = problem.toJson();
    return whole(
        problem.kind().status(), HttpProblem.MEDIA_TYPE, JsonText.write(body), problem.headers());
  }

  private static Reply whole(int status, String type, String body, Map<String, String> headers) {
    var all = new HashMap<>(headers);
    all.put("Content-Type", type);
    return new Reply.Whole(status, common(all), body);
  }

  private static Map<String, String> common(Map<String, String> headers) {
    var all = new HashMap<>(headers);
    all.put("Cache-Control", "no-store");
    all.put("X-Content-Type-Options", "nosniff");
    return all;
  }
}
