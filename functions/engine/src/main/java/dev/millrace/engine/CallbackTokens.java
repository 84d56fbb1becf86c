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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes the tokens of callbacks. A token names its run, so that its item can be found, and proves
/// itself by 256 bits that only the holder of the stack's key can make: it is stored nowhere, yet
/// can be shown again to whoever may see the run.
public final class CallbackTokens {
  /// Bytes of the key, which is random and kept by the host.
  public static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
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
    var instance =
        switch (work) {
          case Work.Whole _ -> "";
          case Work.Instance(_, var index) -> "[" + index + "]";
        };
    var proof = mac(run + "\n" + task + instance + "\n" + attempt);
    return BASE64.encodeToString(run.text().getBytes(StandardCharsets.UTF_8))
        + "."
        + BASE64.encodeToString(proof);
  }

  /// Where the outcome of an attempt can be posted.
  public String urlOf(String token) {
    return baseUrl + "/callbacks/" + token;
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
