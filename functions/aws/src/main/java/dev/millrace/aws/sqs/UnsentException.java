package dev.millrace.aws.sqs;

/// SQS took a batch and refused messages in it. The caller's message comes back and sends again.
public final class UnsentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsentException(String message) {
    super(message);
  }
}
