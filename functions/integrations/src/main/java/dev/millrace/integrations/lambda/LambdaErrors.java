package dev.millrace.integrations.lambda;

import dev.millrace.core.ErrorName;

/// How an invocation fails beside the failures of its request, which are those of `http`. Errors of
/// a function are `Lambda.` and what it calls them; those of the service `Aws.Lambda.` and their
/// code.
public final class LambdaErrors {
  /// The function failed and gives the error no name.
  public static final ErrorName FUNCTION_ERROR = new ErrorName("Lambda.FunctionError");

  /// The function succeeded, and what it gave is not JSON.
  public static final ErrorName BAD_PAYLOAD = new ErrorName("Lambda.BadPayload");

  private static final String OF_FUNCTION = "Lambda.";
  private static final String OF_SERVICE = "Aws.Lambda.";

  private LambdaErrors() {}

  /// What a function calls its error, as far as that can be a name: `Function<MyError>` is
  /// `Lambda.Function_MyError`.
  static ErrorName ofFunction(String type) {
    var name =
        type.replaceAll("[^A-Za-z0-9_.-]+", "_")
            .replaceAll("\\.{2,}", ".")
            .replaceAll("^[._]+|[._]+$", "");
    var most = ErrorName.LENGTH_MAX - OF_FUNCTION.length();
    var cut = (name.length() <= most ? name : name.substring(0, most)).replaceAll("\\.$", "");
    return cut.isEmpty() ? FUNCTION_ERROR : new ErrorName(OF_FUNCTION + cut);
  }

  /// @param code of the service, or the answer's status where it gives none
  static ErrorName ofService(String code) {
    return new ErrorName(OF_SERVICE + code);
  }
}
