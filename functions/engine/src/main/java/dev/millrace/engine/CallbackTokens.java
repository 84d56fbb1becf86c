package dev.millrace.engine;

import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes the tokens of callbacks. A token names its run, so that its item can be found, and proves
/// itself by 256 bits that only the holder of the stack's key can make: it is stored nowhere, yet
/// can be shown again to whoever may see the run.
public final class CallbackTokens {
  /// Bytes of the key, which is random and kept by the host.
  public static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  /// No run id begins so: what proves a callback never proves an approval.
  private static final String APPROVAL = "approval\n";

  private static final Pattern APPROVAL_TOKEN =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]+");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final String baseUrl;

  /// @param key [#KEY_BYTES] random bytes
  /// @param baseUrl where this host's API answers, without a slash at its end
  public CallbackTokens(byte[] key, String baseUrl) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key of " + key.length + " bytes");
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.baseUrl = baseUrl;
  }

  /// The token of an attempt's callback. Made of the task's name, because its place in the document
  /// may be another task's in a later version, whose attempts would then have the same tokens.
  public String tokenOf(RunId run, TaskName task, Work work, int attempt) {
    return encoded(run.text()) + "." + BASE64.encodeToString(mac(nameOf(run, task, work, attempt)));
  }

  /// The token by which one person answers an attempt that asks for approval. It names the person,
  /// so that whoever answers with it is known by that name.
  ///
  /// @param person empty: whoever has the link
  public String approvalTokenOf(
      RunId run, TaskName task, Work work, int attempt, Optional<String> person) {
    var proof = mac(APPROVAL + nameOf(run, task, work, attempt) + "\n" + person.orElse(""));
    return encoded(run.text())
        + "."
        + encoded(person.orElse(""))
        + "."
        + BASE64.encodeToString(proof);
  }

  private static String nameOf(RunId run, TaskName task, Work work, int attempt) {
    var instance =
        switch (work) {
          case Work.Whole _ -> "";
          case Work.Instance(_, var index) -> "[" + index + "]";
        };
    return run + "\n" + task + instance + "\n" + attempt;
  }

  private static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Where the outcome of an attempt can be posted.
  public String urlOf(String token) {
    return baseUrl + "/callbacks/" + token;
  }

  /// Where an approval can be read and answered.
  public String approvalUrlOf(String token) {
    return baseUrl + "/approvals/" + token;
  }

  /// Whether a text has the shape of an approval's token.
  static boolean isOfApproval(String token) {
    return APPROVAL_TOKEN.matcher(token).matches();
  }

  /// The person whom an approval's token names; empty when it names none.
  ///
  /// @throws IllegalArgumentException when the text is no token of an approval
  static Optional<String> personOf(String token) {
    var person = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    return Optional.of(new String(person, StandardCharsets.UTF_8)).filter(name -> !name.isEmpty());
  }

  /// Whether two texts are the same, in a time that does not tell how much of them is.
  static boolean areSame(String some, String other) {
    return MessageDigest.isEqual(
        some.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /// The run that a token names; empty when the text is no token.
  public static Optional<RunId> runOf(String token) {
    var dot = token.indexOf('.');
    if (dot < 1) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(token.substring(0, dot));
      var text = new String(bytes, StandardCharsets.UTF_8);
      return RunId.isValid(text) ? Optional.of(new RunId(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not Base64: no token of ours
    }
  }

  /// The hash under which a token's item is stored.
  public static String hash(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private byte[] mac(String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }
}
