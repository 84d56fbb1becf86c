package dev.millrace.local;

import dev.millrace.engine.CallbackTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/// The key that callback tokens are made with: random, made once for a data folder, readable by its
/// owner only. Without it, callbacks that runs wait for could no longer be answered.
final class CallbackKey {
  private static final String FILE = "callback.key";

  private CallbackKey() {}

  /// The folder's key, which is made when there is none. Only for whoever holds the folder's lock.
  ///
  /// @throws IOException when it cannot be read or made, or is damaged
  static byte[] of(Path folder) throws IOException {
    var file = folder.resolve(FILE);
    try {
      var key = Files.readAllBytes(file);
      if (key.length != CallbackTokens.KEY_BYTES) {
        throw new IOException(
            "%s has %d bytes instead of %d: put a copy of it back, or remove it; callbacks that are"
                    .formatted(file, key.length, CallbackTokens.KEY_BYTES)
                + " waited for can then no longer be answered");
      }
      return key;
    } catch (NoSuchFileException e) {
      return make(file);
    }
  }

  private static byte[] make(Path file) throws IOException {
    var key = new byte[CallbackTokens.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    // Whole or not at all: half a key would lock the folder's callbacks out.
    var draft = Files.createTempFile(file.getParent(), FILE, ".new", ownerOnly(file));
    Files.write(draft, key);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    return key;
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
