package dev.millrace.engine.aws;

import java.util.regex.Pattern;

/// As whom a request to AWS is signed.
public sealed interface AwsRole {
  /// The role that tasks act as. On a host that has none: whoever runs the host.
  record OfTasks() implements AwsRole {}

  /// A role that is assumed by the one above.
  record Assumed(String arn) implements AwsRole {
    /// What an ARN of a role looks like, for messages, to follow `must be`.
    public static final String RULE = "the ARN of an IAM role";

    private static final Pattern ARN =
        Pattern.compile("arn:aws[a-z-]{0,20}:iam::[0-9]{12}:role/[\\x21-\\x7E]{1,512}");

    /// @throws IllegalArgumentException when it is no ARN of a role
    public Assumed {
      if (!isValid(arn)) {
        throw new IllegalArgumentException("must be %s: %s".formatted(RULE, arn));
      }
    }

    /// Whether a text is the ARN of a role.
    public static boolean isValid(String text) {
      return ARN.matcher(text).matches();
    }
  }
}
