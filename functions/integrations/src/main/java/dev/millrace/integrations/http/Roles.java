package dev.millrace.integrations.http;

import dev.millrace.core.ErrorName;
import dev.millrace.engine.aws.AwsCredentials;
import dev.millrace.engine.aws.AwsErrors;
import dev.millrace.engine.aws.AwsKeys;
import dev.millrace.engine.aws.AwsRole;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.arguments.ByteSize;
import dev.millrace.integrations.http.AwsApi.Acting;
import dev.millrace.integrations.http.SharedFetch.Fetched;
import dev.millrace.integrations.http.SharedFetch.Whose;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The keys of roles: `AssumeRole` of AWS's Security Token Service, in the version that its API
/// reference describes. Safe for any number of threads.
final class Roles {
  private static final String SERVICE = "sts";
  private static final String VERSION = "2011-06-15";
  private static final int ANSWER_BYTES = 64 * ByteSize.KB;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_FAULT = 500;

  /// Refusals that pass by themselves although their status is that of a wrong request.
  private static final Set<String> PASSING = Set.of("Throttling", "ThrottlingException");

  private final AwsSettings settings;
  private final LazyTransport transport;
  private final SharedFetch<String, AwsKeys> assumed = new SharedFetch<>();

  Roles(AwsSettings settings, LazyTransport transport) {
    this.settings = settings;
    this.transport = transport;
  }

  /// The keys to act with as a role.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Acting keys(AwsRole role, AttemptContext attempt) throws InterruptedException {
    if (settings.taskRole().filter(arn -> !AwsRole.Assumed.isValid(arn)).isPresent()) {
      return missing("MILLRACE_TASK_ROLE must be " + AwsRole.Assumed.RULE + ".");
    }
    return switch (role) {
      case AwsRole.OfTasks _ -> ofTasks(attempt);
      // A role that may not assume itself, as few may, is that of tasks all the same.
      case AwsRole.Assumed(var arn) when isOfTasks(arn) -> ofTasks(attempt);
      case AwsRole.Assumed(var arn) -> assume(arn, () -> ofTasks(attempt), attempt);
    };
  }

  /// Keys were refused: nobody gets them any more.
  ///
  /// @return whether others can be had, because they were a role's
  boolean refused(AwsRole role, AwsKeys keys) {
    var arn =
        switch (role) {
          case AwsRole.OfTasks _ -> settings.taskRole();
          case AwsRole.Assumed(var named) -> Optional.of(named);
        };
    arn.ifPresent(named -> assumed.refused(named, keys));
    return arn.isPresent();
  }

  private boolean isOfTasks(String arn) {
    return settings.taskRole().filter(arn::equals).isPresent();
  }

  private Acting ofTasks(AttemptContext attempt) throws InterruptedException {
    return settings.taskRole().isPresent()
        ? assume(settings.taskRole().get(), this::ofHost, attempt)
        : ofHost();
  }

  private Acting ofHost() {
    return switch (settings.credentials().keys()) {
      case AwsCredentials.Reading.Given(var keys) -> new Acting.With(keys);
      case AwsCredentials.Reading.Missing(var cause) -> missing(cause);
    };
  }

  private static Acting missing(String cause) {
    return new Acting.Failed(Execution.Failed.of(AwsErrors.NOT_CONFIGURED, cause), Whose.ALL);
  }

  /// Who takes a role.
  private interface Taker {
    Acting keys() throws InterruptedException;
  }

  private Acting assume(String arn, Taker taker, AttemptContext attempt)
      throws InterruptedException {
    var fetched =
        assumed.of(
            arn,
            attempt,
            new SharedFetch.Source<>() {
              @Override
              public Fetched<AwsKeys> fetch() throws InterruptedException {
                return switch (taker.keys()) {
                  case Acting.Failed(var failure, var whose) ->
                      new Fetched.Failed<>(failure, whose);
                  case Acting.With(var keys) -> ask(arn, keys, attempt);
                };
              }

              @Override
              public Execution.Failed late() {
                return failed(AwsErrors.ROLE_UNAVAILABLE, arn, "no answer in time");
              }
            });
    return switch (fetched) {
      case Fetched.Given<AwsKeys>(var keys, _) -> new Acting.With(keys);
      case Fetched.Failed<AwsKeys>(var failure, var whose) -> new Acting.Failed(failure, whose);
      case Fetched.Abandoned<AwsKeys> _ ->
          throw new IllegalStateException("only those who wait are told so");
    };
  }

  private Fetched<AwsKeys> ask(String arn, AwsKeys by, AttemptContext attempt)
      throws InterruptedException {
    return switch (settings.place(SERVICE, Optional.empty())) {
      case AwsSettings.Place.Unknown(var cause) ->
          new Fetched.Failed<>(Execution.Failed.of(AwsErrors.NOT_CONFIGURED, cause), Whose.ALL);
      case AwsSettings.Place.At at -> ask(arn, by, at, attempt);
    };
  }

  private Fetched<AwsKeys> ask(
      String arn, AwsKeys by, AwsSettings.Place.At at, AttemptContext attempt)
      throws InterruptedException {
    var asked = attempt.now();
    var redaction = new Redaction();
    redaction.hide(by);
    var exchanged =
        transport.get().exchange(request(arn, by, at, redaction), attempt, Turns.OF_NEXT);
    return switch (exchanged) {
      case Exchanged.Postponed _ ->
          throw new IllegalStateException("roles are asked for without a limit");
      case Exchanged.Unanswered(var failure) -> {
        var error =
            Tokens.isTransient(failure) ? AwsErrors.ROLE_UNAVAILABLE : AwsErrors.ROLE_REFUSED;
        yield new Fetched.Failed<>(
            redaction.in(failed(error, arn, failure.cause())), Tokens.whose(failure));
      }
      case Exchanged.Answered answered -> read(answered, arn, by, asked, redaction);
    };
  }

  private Fetched<AwsKeys> read(
      Exchanged.Answered answered, String arn, AwsKeys by, Instant asked, Redaction redaction) {
    var status = answered.reply().status();
    return switch (StsAnswer.read(answered.result().path("body").asText(""))) {
      case StsAnswer.Given(var keys, var expires) when StatusSet.SUCCESS.has(status) ->
          new Fetched.Given<>(keys, SharedFetch.usedUntil(asked, Duration.between(asked, expires)));
      case StsAnswer.Refused(var code, var message) -> {
        // The next attempt takes the role of tasks anew, where that is whose keys they were.
        var areOver =
            AwsApi.isSpent(code)
                && settings.taskRole().filter(task -> !task.equals(arn)).isPresent()
                && refused(new AwsRole.OfTasks(), by);
        var passes =
            areOver
                || status == TOO_MANY_REQUESTS
                || status >= SERVER_FAULT
                || PASSING.contains(code);
        var failure =
            failed(
                passes ? AwsErrors.ROLE_UNAVAILABLE : AwsErrors.ROLE_REFUSED,
                arn,
                "%s (status %d): %s".formatted(code, status, message));
        yield new Fetched.Failed<>(
            redaction.in(
                new Execution.Failed(
                    failure.error(), failure.cause(), RetryAfter.of(answered.reply(), asked))),
            Whose.ALL);
      }
      // Its body is not shown: it may hold keys all the same.
      case StsAnswer.Given _, StsAnswer.Unreadable _ ->
          new Fetched.Failed<>(
              failed(
                  status >= SERVER_FAULT ? AwsErrors.ROLE_UNAVAILABLE : AwsErrors.ROLE_REFUSED,
                  arn,
                  "%s, and no answer of AssumeRole that can be read"
                      .formatted(answered.reply().statusInWords())),
              Whose.ALL);
    };
  }

  private static Execution.Failed failed(ErrorName error, String arn, String cause) {
    return Execution.Failed.of(error, "the role %s cannot be taken: %s".formatted(arn, cause));
  }

  private HttpCall request(String arn, AwsKeys by, AwsSettings.Place.At at, Redaction redaction) {
    return new HttpCall(
        HttpMethod.POST,
        at.address(),
        List.of(),
        new RequestBody.Form(
            List.of(
                new Parameter("Action", "AssumeRole"),
                new Parameter("Version", VERSION),
                new Parameter("RoleArn", arn),
                new Parameter("RoleSessionName", settings.session()))),
        StatusSet.ANY,
        BodyForm.TEXT,
        ANSWER_BYTES,
        0,
        HttpCall.IdempotencyKey.NOT_SENT,
        new Sequel.None(),
        AwsApi.access(at.address(), SignIn.Signed.by(by, SERVICE, at.region()), redaction));
  }
}
