package dev.millrace.engine.text;

/// Stored or sent text that this version of Millrace cannot read: another version wrote it, or
/// something damaged it.
public final class StoredTextException extends RuntimeException {
  /// @param message what cannot be read and why
  public StoredTextException(String message) {
    super(message);
  }

  /// @param message what cannot be read
  public StoredTextException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Refuses a form that is newer than what this code reads.
  ///
  /// @param what names what is read, such as `run orders.one`
  /// @param newest the newest form that this code reads
  /// @throws StoredTextException when `format` is none of 1 to `newest`
  public static void requireReadable(String what, int format, int newest) {
    if (format < 1 || format > newest) {
      throw new StoredTextException(
          what
              + " is written in format "
              + format
              + "; this version of Millrace reads formats up to "
              + newest
              + ". Use the version that wrote it, or a newer one.");
    }
  }
}
