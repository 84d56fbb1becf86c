package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.api.Answer;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Options of all commands that ask a host, and how its answers are taken.
final class ApiOptions {
  /// Where `millrace local` answers when it is not told otherwise.
  static final String DEFAULT = "http://127.0.0.1:7070";

  /// Says where the host answers when `--api` does not.
  static final String VARIABLE = "MILLRACE_API";

  @Option(
      names = "--api",
      paramLabel = "URL",
      converter = Address.class,
      description =
          "Where the host answers. Otherwise $" + VARIABLE + ", otherwise " + DEFAULT + ".")
  private Optional<URI> api = Optional.empty();

  @Option(names = "--json", description = "Print JSON, as the HTTP API gives it.")
  private boolean json;

  /// A call, or several of which the last answer counts.
  @FunctionalInterface
  interface Call {
    /// Asks the host.
    Answer ask(Api api) throws InterruptedException;
  }

  /// Whether JSON is asked for.
  boolean json() {
    return json;
  }

  /// Calls the host, prints what it says as JSON, or lets it be shown in words.
  ExitStatus call(Terminal terminal, Call call, Function<JsonNode, ExitStatus> show) {
    URI base;
    try {
      base = api.orElseGet(ApiOptions::fromEnvironment);
    } catch (TypeConversionException e) {
      return Messages.wrongUse(terminal, VARIABLE + ": " + e.getMessage());
    }
    try (var client = new Api(base)) {
      return switch (call.ask(client)) {
        case Answer.Done(var body) -> show.apply(body);
        case Answer.Refused(var status, var problem) -> refused(terminal, status, problem);
        case Answer.Unreachable(var cause) -> unreachable(terminal, base, cause);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Messages.failed(terminal, "interrupted");
    }
  }

  private ExitStatus refused(Terminal terminal, int status, JsonNode problem) {
    if (json) {
      terminal.json(problem);
      return ExitStatus.FAILED;
    }
    var problems = problem.path("problems");
    if (problems.isEmpty()) {
      var what = problem.path("detail").asText(problem.path("title").asText("no reason given"));
      return Messages.failed(terminal, "the host refuses (" + status + "): " + what);
    }
    for (var each : problems) {
      var place = each.path("path").asText();
      terminal
          .err()
          .line(
              Printable.text(
                  "%s  %s\n    %s"
                      .formatted(
                          place.isEmpty() ? each.path("file").asText() : place,
                          each.path("message").asText(),
                          each.path("mend").asText())));
    }
    return ExitStatus.FAILED;
  }

  private static ExitStatus unreachable(Terminal terminal, URI base, String cause) {
    terminal
        .err()
        .line(
            Printable.text(
                "millrace: no host answers at %s: %s.\n".formatted(base, cause)
                    + "Start one with `millrace local`, or say with --api where one answers."));
    return ExitStatus.UNREACHABLE;
  }

  private static URI fromEnvironment() {
    var told = System.getenv(VARIABLE);
    return new Address().convert(told == null || told.isBlank() ? DEFAULT : told.strip());
  }

  /// Reads an address.
  static final class Address implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        var uri = URI.create(text);
        var scheme = uri.getScheme();
        if (uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
          return uri;
        }
      } catch (IllegalArgumentException e) {
        // The message below says what an address looks like.
      }
      throw new TypeConversionException(text + " is no address such as " + DEFAULT);
    }
  }
}
