package dev.millrace.engine.store;

/// Bytes on their way into the payload store, as many as come: an upload holds at most one part of
/// them in memory. Nobody can read them before [#finish]. For one thread.
public interface Upload extends AutoCloseable {
  /// The key under which they can be read once they are there.
  String key();

  /// Adds bytes. They may be changed afterwards.
  void write(byte[] bytes, int offset, int length);

  /// All bytes are there, and durable when this returns.
  void finish();

  /// Drops what was written, unless the upload is finished.
  @Override
  void close();
}
