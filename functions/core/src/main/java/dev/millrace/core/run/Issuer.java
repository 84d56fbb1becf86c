package dev.millrace.core.run;

/// Who wrote something into a run's state: the invocation that handled a message, and which of its
/// writes it was. A redelivered message finds by it what its former invocation left undone; an
/// invocation whose write was refused finds by it whether that write was its own, with a lost
/// answer.
///
/// @param message id of the queue message, the same at every delivery; the run id for a start
/// @param invocation id of the invocation, new at every delivery
/// @param write counts the writes of one invocation, from 1
public record Issuer(String message, String invocation, int write) {
  /// The next write of the same invocation.
  public Issuer next() {
    return new Issuer(message, invocation, write + 1);
  }

  /// Whether another write was made by the same invocation of the same message.
  public boolean isSameInvocation(Issuer other) {
    return message.equals(other.message) && invocation.equals(other.invocation);
  }
}
