package dev.millrace.api;

/// Ends the handling of a request with a problem. It never leaves [ApiCalls].
public final class RefusedException extends RuntimeException {
  private final transient HttpProblem problem;

  /// @param problem to answer with
  public RefusedException(HttpProblem problem) {
    // An answer and no fault: nobody needs to know where in the code it was found.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /// @param detail what is wrong, and how to mend it
  public RefusedException(HttpProblem.Kind kind, String detail) {
    this(new HttpProblem(kind, detail));
  }

  HttpProblem problem() {
    return problem;
  }
}
