package dev.millrace.engine.secret;

import dev.millrace.definition.SecretRules;
import java.util.Optional;

/// How a document names a secret without holding it: `secret://name`, `secret://name#key`,
/// `ssm://name` or `env://NAME`. Names of stores are relative: each stack reads below a prefix of
/// its own, so one document serves all stacks, and none can name another's secrets.
///
/// @param key of a secret that is a JSON object; only where [Source#SECRET] keeps it
public record SecretReference(Source source, String name, Optional<String> key) {
  /// Longest name or key; with the prefix of a stack it fits what every store takes.
  public static final int LENGTH_MAX = SecretRules.LONGEST;

  /// How the names of variables begin that documents may read; all others are the host's own.
  public static final String VARIABLE_PREFIX = SecretRules.VARIABLE_PREFIX;

  /// Where a secret is kept.
  public enum Source {
    /// The store for secrets, which are text or JSON: Secrets Manager on AWS.
    SECRET(SecretRules.SECRET),
    /// The store for parameters: SSM Parameter Store on AWS.
    SSM(SecretRules.SSM),
    /// The host's environment.
    ENV(SecretRules.ENV);

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
    var text = source.scheme() + name + key.map(word -> "#" + word).orElse("");
    var wrong = SecretRules.wrong(text);
    if (wrong.isPresent() || name.contains("#")) {
      throw new IllegalArgumentException(wrong.map(SecretRules.Wrong::what).orElse(text));
    }
  }

  /// Whether a text is meant as a reference: it begins like one.
  public static boolean isMeantBy(String text) {
    return SecretRules.isMeantBy(text);
  }

  /// Reads a reference, such as `secret://shop/api#token`.
  public static Parsing parse(String text) {
    var wrong = SecretRules.wrong(text);
    if (wrong.isPresent()) {
      return new Parsing.Wrong(wrong.get().what(), wrong.get().mend());
    }
    var source = sourceOf(text);
    var rest = text.substring(source.scheme().length());
    var hash = rest.indexOf('#');
    return new Parsing.Parsed(
        hash < 0
            ? new SecretReference(source, rest, Optional.empty())
            : new SecretReference(
                source, rest.substring(0, hash), Optional.of(rest.substring(hash + 1))));
  }

  private static Source sourceOf(String text) {
    for (var source : Source.values()) {
      if (text.startsWith(source.scheme())) {
        return source;
      }
    }
    throw new IllegalArgumentException("not the name of a secret: " + text);
  }

  /// The reference as it is written.
  @Override
  public String toString() {
    return source.scheme() + name + key.map(text -> "#" + text).orElse("");
  }
}
