package dev.millrace.handlers;

import dev.millrace.engine.CallbackTokens;
import java.security.SecureRandom;
import java.util.Base64;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// The stack's key of callback tokens, in Parameter Store. A template cannot make a secret
/// parameter, so the first function that starts does, once: it is never written again.
final class StoredKey {
  private StoredKey() {}

  /// The key, which is made when there is none.
  ///
  /// @param name of the parameter
  /// @throws IllegalStateException when the parameter holds something else
  static byte[] of(SsmClient ssm, String name) {
    try {
      return read(ssm, name);
    } catch (ParameterNotFoundException e) {
      return make(ssm, name);
    }
  }

  private static byte[] make(SsmClient ssm, String name) {
    var key = new byte[CallbackTokens.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      ssm.putParameter(
          request ->
              request
                  .name(name)
                  .description("Key of Millrace's callback tokens. Without it they are worthless.")
                  .type(ParameterType.SECURE_STRING)
                  .overwrite(false)
                  .value(Base64.getEncoder().encodeToString(key)));
      return key;
    } catch (ParameterAlreadyExistsException e) {
      return read(ssm, name); // another function was first, or this call's first answer was lost
    }
  }

  private static byte[] read(SsmClient ssm, String name) {
    var text =
        ssm.getParameter(request -> request.name(name).withDecryption(true)).parameter().value();
    try {
      var key = Base64.getDecoder().decode(text);
      if (key.length == CallbackTokens.KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new IllegalStateException(
        "the parameter %s holds no key of %d bytes in Base64: put its old value back, or delete it;"
                .formatted(name, CallbackTokens.KEY_BYTES)
            + " callbacks that are waited for can then no longer be answered");
  }
}
