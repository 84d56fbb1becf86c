package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.api.Answer;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.api.Signing;
import dev.millrace.cli.aws.AwsAddress;
import dev.millrace.cli.aws.AwsSigning;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Option;
import dev.millrace.cli.line.WrongUseException;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What all commands share that ask a host: where it is, and how its answers are taken.
final class HostCalls {
  /// Where `millrace local` answers when it is not told otherwise.
  static final String DEFAULT = "http://127.0.0.1:7070";

  /// Says where the host answers when `--api` does not.
  static final String VARIABLE = "MILLRACE_API";

  private static final int FORBIDDEN = 403;

  private static final String MEND_RIGHTS =
      "The call was signed: your credentials may lack execute-api:Invoke there, or belong to"
          + " another account, or this machine's clock is wrong.";

  private static final String MEND_UNSIGNED =
      "If a stack on AWS answers there, sign the calls: --sigv4.";

  private static final String ADDRESS = "an address such as " + DEFAULT;

  /// The options that go with it.
  static final List<Option> OPTIONS =
      Syntax.of("", "")
          .option(
              "--api",
              "URL",
              "Where the host answers. Otherwise $" + VARIABLE + ", otherwise " + DEFAULT + ".")
          .flag(
              "--sigv4",
              "Sign the calls with your AWS credentials. Without being told for addresses of"
                  + " execute-api.")
          .option(
              "--region",
              "REGION",
              "AWS region to sign for. Otherwise that of the address, of $AWS_REGION or of your"
                  + " profile.")
          .flag("--json", "Print JSON, as the HTTP API gives it.")
          .options();

  private final Terminal terminal;
  private final URI address;
  private final boolean signed;
  private final Optional<String> region;
  private final boolean json;

  private HostCalls(Terminal terminal, URI address, Arguments arguments) {
    var named = AwsAddress.region(address);
    this.terminal = terminal;
    this.address = address;
    this.signed = arguments.has("--sigv4") || named.isPresent();
    this.region = arguments.text("--region").or(() -> named);
    this.json = arguments.has("--json");
  }

  /// @throws WrongUseException when the address is none
  static HostCalls of(Arguments arguments, Terminal terminal) {
    var address =
        arguments
            .read("--api", HostCalls::address, ADDRESS)
            .orElseGet(HostCalls::addressOfEnvironment);
    return new HostCalls(terminal, address, arguments);
  }

  /// The data folder that is asked instead of a host.
  ///
  /// @throws WrongUseException when a host is named too
  static Optional<Path> data(Arguments arguments) {
    var data = arguments.text("--data").map(Path::of);
    if (data.isPresent() && arguments.text("--api").isPresent()) {
      throw new WrongUseException(
          "--data and --api do not mix: look into a folder, or ask a host.");
    }
    return data;
  }

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

  /// Calls the host and lets what it says be shown.
  ///
  /// @param show prints an answer that is no refusal
  ExitStatus call(Call call, Function<JsonNode, ExitStatus> show) {
    try (var api = new Api(address, signing())) {
      return switch (call.ask(api)) {
        case Answer.Done(_, var body) -> show.apply(body);
        case Answer.Refused(var status, var problem) -> refused(status, problem);
        case Answer.Unsigned(var cause) -> unsigned(cause);
        case Answer.Unreachable(var cause) -> unreachable(cause);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Messages.failed(terminal, "interrupted");
    }
  }

  private ExitStatus refused(int status, JsonNode problem) {
    if (json) {
      terminal.json(problem);
      return ExitStatus.FAILED;
    }
    var problems = problem.path("problems");
    if (problems.isEmpty()) {
      // API Gateway's own refusals have only a message.
      var message = problem.path("message").asText("the host gives no reason");
      var title = problem.path("title").asText(message);
      var what = problem.path("detail").asText(title);
      var failed = Messages.failed(terminal, "%s (status %d)".formatted(asCommands(what), status));
      if (status == FORBIDDEN) {
        terminal.err().line(signed ? MEND_RIGHTS : MEND_UNSIGNED);
      }
      return failed;
    }
    for (var each : problems) {
      var place = each.path("path").asText();
      var where = place.isEmpty() ? each.path("file").asText() : place;
      terminal
          .err()
          .line(
              Printable.text(
                  "%s  %s\n%s  %s"
                      .formatted(
                          where,
                          each.path("message").asText(),
                          " ".repeat(where.length()),
                          each.path("mend").asText())));
    }
    return ExitStatus.FAILED;
  }

  /// Where the host names a call of its API, the command that makes it.
  private static String asCommands(String detail) {
    return detail
        .replaceAll("GET /runs\\?dag=([\\w-]+)", "`millrace runs --dag $1`")
        .replaceAll("GET /approvals(?![/\\w?])", "`millrace approvals`")
        .replaceAll("GET /runs(?![/\\w?])", "`millrace runs`");
  }

  private Optional<Signing> signing() {
    return signed ? Optional.of(new AwsSigning(region)) : Optional.empty();
  }

  private ExitStatus unsigned(String cause) {
    Messages.failed(terminal, "the call to %s cannot be signed: %s".formatted(address, cause));
    terminal
        .err()
        .line("Log in, for example with `aws sso login`, or set AWS_PROFILE, and --region.");
    return ExitStatus.UNREACHABLE;
  }

  private ExitStatus unreachable(String cause) {
    Messages.failed(terminal, "no host answers at %s: %s.".formatted(address, cause));
    terminal.err().line("Start one with `millrace local`, or say with --api where one answers.");
    return ExitStatus.UNREACHABLE;
  }

  private static URI addressOfEnvironment() {
    var told = Optional.ofNullable(System.getenv(VARIABLE)).filter(text -> !text.isBlank());
    return address(told.orElse(DEFAULT).strip())
        .orElseThrow(
            () ->
                new WrongUseException(
                    "$%s must be %s, not %s.".formatted(VARIABLE, ADDRESS, told.orElse(""))));
  }

  private static Optional<URI> address(String text) {
    try {
      var uri = new URI(text);
      var http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty(); // the caller says what an address looks like
    }
  }
}
