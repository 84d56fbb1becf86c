package dev.millrace.local.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps a data folder for one process. The operating system gives the lock back when the process
/// ends, however it ends; the file `lock` stays and means nothing by itself.
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /// Takes the folder, which is made when it is missing.
  ///
  /// @throws StorageException when another process has it, or it cannot be written
  static FolderLock take(Path folder) {
    try {
      Files.createDirectories(folder);
      var channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      var lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new StorageException(
            "the data folder "
                + folder
                + " is in use by another Millrace. End that one, or name another folder.");
      }
      return new FolderLock(channel, lock);
    } catch (FileAlreadyExistsException isFile) {
      throw new StorageException(
          "the data folder " + folder + " is a file. Name a folder, or move the file away.",
          isFile);
    } catch (IOException failed) {
      throw new StorageException(
          "the data folder " + folder + " cannot be used: " + failed.getMessage(), failed);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException failed) {
      throw new StorageException("the data folder could not be given back", failed);
    }
  }
}
