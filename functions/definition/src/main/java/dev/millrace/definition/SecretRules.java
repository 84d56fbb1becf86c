package dev.millrace.definition;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a text names a secret without holding it: `secret://name`, `secret://name#key`,
/// `ssm://name` or `env://NAME`.
public final class SecretRules {
  /// Longest name or key; with the prefix of a stack it fits what every store takes.
  public static final int LONGEST = 256;

  /// How the names of variables begin that documents may read; all others are the host's own.
  public static final String VARIABLE_PREFIX = "MILLRACE_SECRET_";

  /// The store for secrets, which are text or JSON.
  public static final String SECRET = "secret://";

  /// The store for parameters.
  public static final String SSM = "ssm://";

  /// The host's environment.
  public static final String ENV = "env://";

  // No part is only dots, so that no name leads out of its stack's prefix.
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*");
  private static final Pattern VARIABLE = Pattern.compile(VARIABLE_PREFIX + "[A-Za-z0-9_]+");
  private static final Pattern KEY = Pattern.compile("[^\\p{Cntrl}]+");

  private SecretRules() {}

  /// Why a text names no secret.
  ///
  /// @param mend what to write instead
  public record Wrong(String what, String mend) {}

  /// Whether a text is meant to name a secret: it begins like one that does.
  public static boolean isMeantBy(String text) {
    return List.of(SECRET, SSM, ENV).stream().anyMatch(text::startsWith);
  }

  /// Why a text names no secret; empty when it does.
  public static Optional<Wrong> wrong(String text) {
    if (!isMeantBy(text)) {
      return Optional.of(
          new Wrong(
              "a reference to a secret begins with secret://, ssm:// or env://.",
              "Write secret://NAME, secret://NAME#KEY, ssm://NAME or env://"
                  + VARIABLE_PREFIX
                  + "X."));
    }
    var scheme = text.substring(0, text.indexOf("//") + 2);
    var rest = text.substring(scheme.length());
    var hash = rest.indexOf('#');
    var name = hash < 0 ? rest : rest.substring(0, hash);
    var key = hash < 0 ? Optional.<String>empty() : Optional.of(rest.substring(hash + 1));
    return wrong(scheme, name, key);
  }

  private static Optional<Wrong> wrong(String scheme, String name, Optional<String> key) {
    if (name.length() > LONGEST || key.filter(text -> text.length() > LONGEST).isPresent()) {
      return Optional.of(
          new Wrong(
              "a name or key of a secret has at most " + LONGEST + " characters.",
              "Give the secret a shorter name."));
    }
    var wrongName = scheme.equals(ENV) ? wrongVariable(name) : wrongPath(scheme, name);
    return wrongName.or(() -> key.flatMap(text -> wrongKey(scheme, name, text)));
  }

  private static Optional<Wrong> wrongPath(String scheme, String name) {
    return PATH.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            new Wrong(
                "%s%s: a secret's name is words of letters, digits, _ . and -, joined by /."
                    .formatted(scheme, name),
                "Write the name without the stack's prefix and without an ARN, such as "
                    + scheme
                    + "shop/token."));
  }

  private static Optional<Wrong> wrongVariable(String name) {
    return VARIABLE.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            new Wrong(
                "env://%s: only variables whose names begin with %s may be read."
                    .formatted(name, VARIABLE_PREFIX),
                "Give the host a variable such as "
                    + VARIABLE_PREFIX
                    + "TOKEN and write env://"
                    + VARIABLE_PREFIX
                    + "TOKEN."));
  }

  private static Optional<Wrong> wrongKey(String scheme, String name, String key) {
    if (!scheme.equals(SECRET)) {
      return Optional.of(
          new Wrong(
              "%s%s#%s: only secret:// has keys.".formatted(scheme, name, key),
              "Keep each value under a name of its own, or use secret://."));
    }
    return KEY.matcher(key).matches()
        ? Optional.empty()
        : Optional.of(
            new Wrong(
                "secret://%s#: there is no key behind the #.".formatted(name),
                "Write a key of the secret's JSON object behind it, or take the # out."));
  }
}
