package dev.millrace.integrations.http;

import dev.millrace.engine.aws.AwsErrors;
import dev.millrace.engine.aws.AwsKeys;
import dev.millrace.engine.aws.AwsRole;
import dev.millrace.engine.connection.Connection.RunHeaders;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.limit.Limits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Asks AWS's own APIs with the rights of tasks: requests are signed as the role that tasks act as
/// or one that is assumed from it, and never as the engine. Closing it closes its connections.
/// Safe for any number of threads.
public final class AwsApi implements AutoCloseable {
  /// Keys were taken back before their time, or expired by the service's clock. What they signed
  /// has had no effect.
  private static final Set<String> SPENT =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "UnrecognizedClientException");

  private final AwsSettings settings;
  private final LazyTransport transport;
  private final Roles roles;

  /// @param http which proxy requests go through. Its guard is for addresses of documents.
  public AwsApi(AwsSettings settings, HttpSettings http) {
    this(settings, new LazyTransport(() -> HttpTransport.standard(http.unguarded())));
  }

  AwsApi(AwsSettings settings, LazyTransport transport) {
    this.settings = settings;
    this.transport = transport;
    this.roles = new Roles(settings, transport);
  }

  /// What became of a request.
  public sealed interface Asking {
    /// The service has answered.
    record Answered(AwsAnswer answer) implements Asking {}

    /// It has not.
    record Failed(Execution.Failed failure) implements Asking {}
  }

  /// The keys to sign with.
  sealed interface Acting {
    /// These.
    record With(AwsKeys keys) implements Acting {}

    /// There are none.
    record Failed(Execution.Failed failure, SharedFetch.Whose whose) implements Acting {}
  }

  /// Sends a request and gives the answer.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  public Asking ask(AwsCall call, AwsRole role, AttemptContext attempt)
      throws InterruptedException {
    return switch (settings.place(call.service(), call.region())) {
      case AwsSettings.Place.Unknown(var cause) ->
          new Asking.Failed(Execution.Failed.of(AwsErrors.NOT_CONFIGURED, cause));
      case AwsSettings.Place.At at -> ask(call, at, role, attempt, Renewal.LEFT);
    };
  }

  /// Whether keys that are refused are taken anew.
  private enum Renewal {
    LEFT,
    DONE
  }

  private Asking ask(
      AwsCall call, AwsSettings.Place.At at, AwsRole role, AttemptContext attempt, Renewal renewal)
      throws InterruptedException {
    return switch (keys(role, attempt)) {
      case Acting.Failed(var failure, _) -> new Asking.Failed(failure);
      case Acting.With(var keys) -> {
        var redaction = new Redaction();
        redaction.hide(keys);
        var key = SignIn.Signed.by(keys, call.service(), at.region());
        var request = request(call, at.address(), access(at.address(), key, redaction));
        yield switch (transport.get().exchange(request, attempt, Turns.OF_NEXT)) {
          case Exchanged.Postponed _ ->
              throw new IllegalStateException("services of AWS have no limits of ours");
          case Exchanged.Unanswered(var failure) -> new Asking.Failed(redaction.in(failure));
          case Exchanged.Answered answered -> {
            var answer = new AwsAnswer(answered, redaction, attempt.now());
            if (renewal == Renewal.LEFT && isSpent(answer) && roles.refused(role, keys)) {
              yield ask(call, at, role, attempt, Renewal.DONE);
            }
            yield new Asking.Answered(answer);
          }
        };
      }
    };
  }

  /// The keys of a role.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Acting keys(AwsRole role, AttemptContext attempt) throws InterruptedException {
    return roles.keys(role, attempt);
  }

  private static boolean isSpent(AwsAnswer answer) {
    return !answer.isSuccess() && answer.errorCode().filter(AwsApi::isSpent).isPresent();
  }

  /// Whether an error of this code says that the keys that signed are taken no more.
  public static boolean isSpent(String code) {
    return SPENT.contains(code);
  }

  private static HttpCall request(AwsCall call, Address base, Access access) {
    var whole =
        new Address(base.scheme(), base.host(), base.port(), joined(base.target(), call.path()));
    return new HttpCall(
        HttpMethod.POST,
        whole.with(parameters(call.query())),
        parameters(call.headers()),
        new RequestBody.Json(call.body()),
        StatusSet.ANY,
        BodyForm.TEXT,
        call.answerBytes(),
        0,
        HttpCall.IdempotencyKey.NOT_SENT,
        new Sequel.None(),
        access);
  }

  private static String joined(String folder, String path) {
    return folder.endsWith("/") ? folder.substring(0, folder.length() - 1) + path : folder + path;
  }

  private static List<Parameter> parameters(Map<String, String> values) {
    return values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> new Parameter(each.getKey(), each.getValue()))
        .toList();
  }

  /// What a request to a service gets beside what it asks.
  static Access access(Address place, SignIn.Signed key, Redaction redaction) {
    return new Access(
        Optional.empty(),
        Optional.of(place),
        List.of(),
        key,
        Optional.empty(),
        Optional.empty(),
        RunHeaders.NOT_SENT,
        Set.of(),
        Limits.NONE,
        redaction);
  }

  @Override
  public void close() {
    transport.close();
  }
}
