package dev.millrace.integrations.http;

/// Whether and where an answer leads on.
sealed interface Redirect {
  /// It is the last one.
  record None() implements Redirect {}

  /// It leads on.
  record Follow(Hop hop) implements Redirect {}

  /// It asks for a redirect that is not followed.
  ///
  /// @param why to follow the status in words
  record Refused(String why) implements Redirect {}

  /// What the answer of an exchange asks for.
  static Redirect of(Exchange exchange) {
    var call = exchange.call();
    var reply = exchange.reply().orElseThrow();
    var location = reply.header("location");
    if (call.expected().has(reply.status())
        || !Hop.isRedirect(reply.status())
        || location.isEmpty()
        || call.redirectsMax() == 0) {
      return new None();
    }
    if (exchange.redirects() == call.redirectsMax()) {
      return new Refused(
          "more than the %d redirects that are followed".formatted(call.redirectsMax()));
    }
    return switch (exchange.hop().address().resolve(location.get())) {
      case Address.Usable(var to) ->
          new Follow(exchange.hop().redirected(reply.status(), call.access().cleaned(to)));
      case Address.Wrong(var rule, _) ->
          new Refused("it redirects to what must be " + rule + " and is not");
    };
  }
}
