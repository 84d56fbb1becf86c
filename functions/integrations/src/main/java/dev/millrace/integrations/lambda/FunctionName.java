package dev.millrace.integrations.lambda;

import dev.millrace.integrations.http.AwsSettings;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names a function in one of the ways of Lambda's API: `name`, `name:alias`,
/// `account:function:name` or an ARN, each with a version or alias or without.
///
/// @param text as it goes into the request, without a qualifier
/// @param region of an ARN: there it is invoked
/// @param qualifier version or alias
record FunctionName(String text, Optional<String> region, Optional<String> qualifier) {
  static final String RULE = "the name of a function or its ARN";
  static final String MEND =
      "Write function: make-report, make-report:live or"
          + " arn:aws:lambda:eu-central-1:111122223333:function:make-report.";

  private static final String QUALIFIER_SHAPE = "\\$LATEST(?:\\.PUBLISHED)?|[A-Za-z0-9_-]{1,128}";
  private static final Pattern QUALIFIER = Pattern.compile(QUALIFIER_SHAPE);
  private static final Pattern NAME =
      Pattern.compile(
          "((?:(?:arn:aws[a-z-]{0,20}:lambda:([a-z0-9-]{1,40}):)?[0-9]{12}:function:)?"
              + "[A-Za-z0-9_-]{1,64})(?::("
              + QUALIFIER_SHAPE
              + "))?");

  /// Reads a name; empty when it is none.
  static Optional<FunctionName> of(String text) {
    var parts = NAME.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var region = Optional.ofNullable(parts.group(2));
    return region.filter(name -> !AwsSettings.isRegion(name)).isPresent()
        ? Optional.empty()
        : Optional.of(
            new FunctionName(parts.group(1), region, Optional.ofNullable(parts.group(3))));
  }

  /// Whether a text can be a version or alias.
  static boolean isQualifier(String text) {
    return QUALIFIER.matcher(text).matches();
  }

  /// The same in a version or alias.
  FunctionName in(String other) {
    return new FunctionName(text, region, Optional.of(other));
  }

  @Override
  public String toString() {
    return qualifier.map(name -> text + ":" + name).orElse(text);
  }
}
