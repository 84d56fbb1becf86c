package dev.millrace.engine.secret;

import java.util.Optional;
import java.util.regex.Pattern;

/// How a document names a secret without holding it: `secret://name`, `secret://name#key`,
/// `ssm://name` or `env://NAME`. Names of stores are relative: each stack reads below a prefix of
/// its own, so one document serves all stacks, and none can name another's secrets.
///
/// @param key of a secret that is a JSON object; only where [Source#SECRET] keeps it
public record SecretReference(Source source, String name, Optional<String> key) {
  /// Longest name or key; with the prefix of a stack it fits what every store takes.
  public static final int LENGTH_MAX = 256;

  /// How the names of variables begin that documents may read; all others are the host's own.
  public static final String VARIABLE_PREFIX = "MILLRACE_SECRET_";

  // No part is only dots, so that no name leads out of its stack's prefix.
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*");
  private static final Pattern VARIABLE = Pattern.compile(VARIABLE_PREFIX + "[A-Za-z0-9_]+");
  private static final Pattern KEY = Pattern.compile("[^\\p{Cntrl}]+");

  /// Where a secret is kept.
  public enum Source {
    /// The store for secrets, which are text or JSON: Secrets Manager on AWS.
    SECRET("secret://"),
    /// The store for parameters: SSM Parameter Store on AWS.
    SSM("ssm://"),
    /// The host's environment.
    ENV("env://");

    private final String scheme;

    Source(String scheme) {
      this.scheme = scheme;
    }

    /// What a reference to it begins with.
    public String scheme() {
      return scheme;
    }
  }

  /// What became of a text.
  public sealed interface Parsing {
    /// It is a reference.
    record Parsed(SecretReference reference) implements Parsing {}

    /// It is none.
    ///
    /// @param what is wrong
    /// @param mend what to write instead
    record Wrong(String what, String mend) implements Parsing {}
  }

  /// @throws IllegalArgumentException when name or key are not of the form that [#parse] takes
  public SecretReference {
    var wrong = wrong(source, name, key);
    if (wrong.isPresent()) {
      throw new IllegalArgumentException(wrong.get().what());
    }
  }

  /// Whether a text is meant as a reference: it begins like one.
  public static boolean isMeantBy(String text) {
    return sourceOf(text).isPresent();
  }

  /// Reads a reference, such as `secret://shop/api#token`.
  public static Parsing parse(String text) {
    var source = sourceOf(text);
    if (source.isEmpty()) {
      return new Parsing.Wrong(
          "a reference to a secret begins with secret://, ssm:// or env://.",
          "Write secret://NAME, secret://NAME#KEY, ssm://NAME or env://" + VARIABLE_PREFIX + "X.");
    }
    var rest = text.substring(source.get().scheme().length());
    var hash = rest.indexOf('#');
    var name = hash < 0 ? rest : rest.substring(0, hash);
    var key = hash < 0 ? Optional.<String>empty() : Optional.of(rest.substring(hash + 1));
    return wrong(source.get(), name, key)
        .<Parsing>map(wrong -> wrong)
        .orElseGet(() -> new Parsing.Parsed(new SecretReference(source.get(), name, key)));
  }

  private static Optional<Source> sourceOf(String text) {
    for (var source : Source.values()) {
      if (text.startsWith(source.scheme())) {
        return Optional.of(source);
      }
    }
    return Optional.empty();
  }

  private static Optional<Parsing.Wrong> wrong(Source source, String name, Optional<String> key) {
    if (name.length() > LENGTH_MAX || key.filter(text -> text.length() > LENGTH_MAX).isPresent()) {
      return Optional.of(
          new Parsing.Wrong(
              "a name or key of a secret has at most " + LENGTH_MAX + " characters.",
              "Give the secret a shorter name."));
    }
    var wrongName =
        switch (source) {
          case SECRET, SSM -> wrongPath(source, name);
          case ENV -> wrongVariable(name);
        };
    return wrongName.or(() -> key.flatMap(text -> wrongKey(source, name, text)));
  }

  private static Optional<Parsing.Wrong> wrongPath(Source source, String name) {
    return PATH.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            new Parsing.Wrong(
                "%s%s: a secret's name is words of letters, digits, _ . and -, joined by /."
                    .formatted(source.scheme(), name),
                "Write the name without the stack's prefix and without an ARN, such as "
                    + source.scheme()
                    + "shop/token."));
  }

  private static Optional<Parsing.Wrong> wrongVariable(String name) {
    return VARIABLE.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            new Parsing.Wrong(
                "env://%s: only variables whose names begin with %s may be read."
                    .formatted(name, VARIABLE_PREFIX),
                "Give the host a variable such as "
                    + VARIABLE_PREFIX
                    + "TOKEN and write env://"
                    + VARIABLE_PREFIX
                    + "TOKEN."));
  }

  private static Optional<Parsing.Wrong> wrongKey(Source source, String name, String key) {
    return switch (source) {
      case SECRET ->
          KEY.matcher(key).matches()
              ? Optional.empty()
              : Optional.of(
                  new Parsing.Wrong(
                      "secret://%s#: there is no key behind the #.".formatted(name),
                      "Write a key of the secret's JSON object behind it, or take the # out."));
      case SSM, ENV ->
          Optional.of(
              new Parsing.Wrong(
                  "%s%s#%s: only secret:// has keys.".formatted(source.scheme(), name, key),
                  "Keep each value under a name of its own, or use secret://."));
    };
  }

  /// The reference as it is written.
  @Override
  public String toString() {
    return source.scheme() + name + key.map(text -> "#" + text).orElse("");
  }
}
