package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connection.Connecting;
import dev.millrace.engine.connection.Connecting.Connected;
import dev.millrace.engine.connection.Connection.RunHeaders;
import dev.millrace.engine.connection.ConnectionErrors;
import dev.millrace.engine.connection.ConnectionName;
import dev.millrace.engine.connection.HeaderRules;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.limit.Limits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a connection gives to the requests of one attempt. What may be secret of it goes to the
/// scheme, host and port of its base address and nowhere else.
///
/// @param connection its name; empty: the task names none
/// @param base where its addresses begin; empty as the name
/// @param headers sent unless the task has its own
/// @param identity the certificate that it shows
/// @param timeout longest exchange, beside the attempt's own time
/// @param allow hosts in private networks that are open to it
/// @param limits how much of the place all workers together may use
record Access(
    Optional<ConnectionName> connection,
    Optional<Address> base,
    List<Parameter> headers,
    SignIn signIn,
    Optional<ClientIdentity> identity,
    Optional<Duration> timeout,
    RunHeaders runHeaders,
    Set<String> allow,
    Limits limits,
    Redaction redaction) {
  private static final Address.Wrong NO_PATH =
      new Address.Wrong(
          "a path below the connection's baseUrl",
          "Write one such as /orders, or the whole address at the connection's host.");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

  /// What became of asking for it.
  sealed interface Asking {
    /// It is there.
    record Granted(Access access) implements Asking {}

    /// The attempt fails for want of it.
    record Refused(Execution.Failed failure) implements Asking {}
  }

  /// Copies the collections.
  Access {
    headers = List.copyOf(headers);
    allow = Set.copyOf(allow);
  }

  /// Of a task that names no connection.
  static Access none() {
    return new Access(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new SignIn.None(),
        Optional.empty(),
        Optional.empty(),
        RunHeaders.SENT,
        Set.of(),
        Limits.NONE,
        new Redaction());
  }

  /// What the connection of an attempt gives it.
  static Asking of(AttemptContext attempt) {
    var name = nameIn(attempt.arguments());
    if (name.isEmpty()) {
      return new Asking.Granted(none());
    }
    return switch (attempt.connect(name.get())) {
      case Connecting.Failed(var error, var cause) ->
          new Asking.Refused(Execution.Failed.of(error, cause));
      case Connected connected -> of(connected);
    };
  }

  /// A name that will not do is told of by whoever reads the arguments.
  private static Optional<ConnectionName> nameIn(JsonNode arguments) {
    return Optional.ofNullable(arguments.path(HttpArguments.CONNECTION).textValue())
        .filter(ConnectionName::isValid)
        .map(ConnectionName::new);
  }

  private static Asking of(Connected connected) {
    var redaction = new Redaction();
    connected.secrets().values().forEach(secret -> redaction.hide(secret.reveal()));
    var connection = connected.connection();
    var headers = new ArrayList<Parameter>();
    for (var header : connection.headers()) {
      headers.add(new Parameter(header.name(), connected.value(header.value()).reveal().strip()));
    }
    var signIn = SignIn.of(connected, redaction);
    var sent = new ArrayList<>(headers);
    signIn.asHeader().ifPresent(sent::add);
    for (var header : sent) {
      if (!HeaderRules.isValue(header.value())) {
        return unusable(
            connected,
            "what the header %s is to hold must be at most %,d visible ASCII characters on one line. Keep the secret in that form."
                .formatted(header.name(), HeaderRules.VALUE_MAX));
      }
    }
    var identity = Optional.<ClientIdentity>empty();
    if (connection.certificate().isPresent()) {
      var certificate = connection.certificate().get();
      var read =
          ClientIdentity.read(
              connected.secret(certificate.chain()).reveal(),
              connected.secret(certificate.key()).reveal());
      switch (read) {
        case ClientIdentity.Reading.Wrong(var what) -> {
          return unusable(connected, what);
        }
        case ClientIdentity.Reading.Read(var shown) -> identity = Optional.of(shown);
      }
    }
    return switch (Address.read(connection.baseUrl())) {
      case Address.Wrong(var rule, _) ->
          unusable(connected, "baseUrl must be %s. Put it anew.".formatted(rule));
      case Address.Usable(var base) ->
          new Asking.Granted(
              new Access(
                  Optional.of(connection.name()),
                  Optional.of(base),
                  headers,
                  signIn,
                  identity,
                  connection.timeout(),
                  connection.runHeaders(),
                  connection.allow(),
                  connection.limits(),
                  redaction));
    };
  }

  private static Asking unusable(Connected connected, String what) {
    return new Asking.Refused(
        Execution.Failed.of(
            ConnectionErrors.UNUSABLE,
            "connection %s: %s".formatted(connected.connection().name(), what)));
  }

  /// The address that a task's own means: as it is without a connection; else below the
  /// connection's base address, or whole and at its scheme, host and port.
  Address.Read locate(String text) {
    if (base.isEmpty()) {
      return Address.read(text);
    }
    if (text.startsWith("//")) {
      return NO_PATH;
    }
    return SCHEME.matcher(text).lookingAt()
        ? whole(text, base.get())
        : Address.read(joined(base.get().text(), text));
  }

  /// Whether an address will do for some connection.
  static Address.Read anywhere(String text) {
    if (text.startsWith("//") || SCHEME.matcher(text).lookingAt()) {
      return text.startsWith("//") ? NO_PATH : Address.read(text);
    }
    return Address.read(joined("https://connection.invalid", text));
  }

  private static Address.Read whole(String text, Address base) {
    return switch (Address.read(text)) {
      case Address.Wrong wrong -> wrong;
      case Address.Usable usable when base.sharesOriginWith(usable.address()) -> usable;
      case Address.Usable _ ->
          new Address.Wrong(
              "an address at the connection's scheme, host and port",
              "Write a path such as /orders, or use the connection of that host.");
    };
  }

  /// Behind the host there is always a slash, so that no text can change which host it is.
  private static String joined(String base, String text) {
    if (text.isEmpty() || text.startsWith("?")) {
      return base + text;
    }
    var folder = base.endsWith("/") ? base : base + "/";
    return folder + (text.startsWith("/") ? text.substring(1) : text);
  }

  /// The same that signs in as is known by now.
  Access with(SignIn known) {
    return new Access(
        connection, base, headers, known, identity, timeout, runHeaders, allow, limits, redaction);
  }

  /// What of it a request to an address may carry: without the base's scheme, host and port nothing
  /// that may be secret.
  Access at(Address address) {
    return base.filter(own -> own.sharesOriginWith(address)).isPresent()
        ? this
        : new Access(
            connection,
            base,
            List.of(),
            new SignIn.None(),
            Optional.empty(),
            timeout,
            runHeaders,
            allow,
            limits,
            redaction);
  }

  /// An address that a server gave, without a key that it repeats: the key is added anew where it
  /// belongs, and neither stored nor sent elsewhere.
  Address cleaned(Address address) {
    return switch (signIn) {
      case SignIn.Query(var parameter) -> address.without(parameter.name());
      case SignIn.None _, SignIn.Header _, SignIn.Fetched _, SignIn.Assumed _, SignIn.Signed _ ->
          address;
    };
  }

  /// An address as it goes out.
  Address signed(Address address) {
    return switch (signIn) {
      case SignIn.Query(var parameter) ->
          address.without(parameter.name()).with(List.of(parameter));
      case SignIn.None _, SignIn.Header _, SignIn.Fetched _, SignIn.Assumed _, SignIn.Signed _ ->
          address;
    };
  }

  /// Whether it opens a host that the guard keeps closed: one in a private network. Never the
  /// machine itself or what is link-local, where whoever answers gives credentials away.
  boolean opens(String host, InetAddress address) {
    return allow.contains(host) && Network.of(address) == Network.PRIVATE;
  }

  @Override
  public String toString() {
    return connection.map(name -> "connection " + name).orElse("no connection");
  }
}
