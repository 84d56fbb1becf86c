package dev.millrace.integrations.http;

import dev.millrace.core.ErrorName;

/// The errors that `http` gives beside `Http.<status>`.
public final class HttpErrors {
  /// The time was over after the request had begun to go out.
  public static final ErrorName TIMEOUT = new ErrorName("Http.Timeout");

  /// No connection could be made, so the request was never sent: the name is not known, nobody
  /// listens, or there was no connection in time.
  public static final ErrorName CONNECTION_FAILED = new ErrorName("Http.ConnectionFailed");

  /// The connection broke before the answer was complete; the request may have had its effect.
  public static final ErrorName CONNECTION_LOST = new ErrorName("Http.ConnectionLost");

  /// No secure connection could be agreed on: certificate, host name or protocol.
  public static final ErrorName TLS = new ErrorName("Http.Tls");

  /// The answer, unpacked, is larger than allowed.
  public static final ErrorName TOO_LARGE = new ErrorName("Http.TooLarge");

  /// The answer cannot be read as what it should be.
  public static final ErrorName BAD_BODY = new ErrorName("Http.BadBody");

  /// The address may not be reached.
  public static final ErrorName REFUSED = new ErrorName("Http.Refused");

  /// The answer has an expected status, but `expect.when` does not hold.
  public static final ErrorName UNEXPECTED = new ErrorName("Http.Unexpected");

  /// What was polled says that it failed: `poll.fail` holds.
  public static final ErrorName JOB_FAILED = new ErrorName("Http.JobFailed");

  /// What was started could not be polled any more. It may still go on.
  public static final ErrorName POLL_FAILED = new ErrorName("Http.PollFailed");

  /// The place that gives a connection its tokens refuses one, or does not give it as it should.
  public static final ErrorName TOKEN_REFUSED = new ErrorName("Connection.TokenRefused");

  /// The place that gives a connection its tokens does not answer; it may do so soon. The task's
  /// own request was not sent.
  public static final ErrorName TOKEN_UNAVAILABLE = new ErrorName("Connection.TokenUnavailable");

  private HttpErrors() {}

  /// The error of an answer with a status that was not expected.
  static ErrorName status(int status) {
    return new ErrorName("Http." + status);
  }
}
