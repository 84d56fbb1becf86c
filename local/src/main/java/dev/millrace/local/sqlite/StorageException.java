package dev.millrace.local.sqlite;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The data folder cannot be opened, or something in it could not be read or written. An operation
/// that throws it has changed nothing; it can be tried again.
public final class StorageException extends RuntimeException {
  StorageException(String message) {
    super(message);
  }

  StorageException(String message, Throwable cause) {
    super(message, cause);
  }

  /// What a failure of SQLite means for whoever runs the host.
  static StorageException of(String file, SQLException failure) {
    return new StorageException(file + ": " + meaning(failure), failure);
  }

  private static String meaning(SQLException failure) {
    var code =
        failure instanceof SQLiteException sqlite
            ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY_CODE)
            : SQLiteErrorCode.SQLITE_ERROR;
    return switch (code) {
      case SQLITE_FULL ->
          "the disk is full, nothing was written. Free some space; work then goes on by itself.";
      case SQLITE_IOERR ->
          "the disk reports an error ("
              + failure.getMessage()
              + "), nothing was written. Look at the disk and its file system.";
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN ->
          "the file cannot be written ("
              + failure.getMessage()
              + "). Look at its owner and permissions, and those of its folder.";
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          "the file is damaged or no database ("
              + failure.getMessage()
              + "). Put a copy of it back, or begin with an empty data folder.";
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "another program keeps the file locked. End its transaction, nothing was written.";
      default -> String.valueOf(failure.getMessage());
    };
  }

  /// Extended result codes carry the primary one in their lowest byte.
  private static final int PRIMARY_CODE = 0xFF;
}
