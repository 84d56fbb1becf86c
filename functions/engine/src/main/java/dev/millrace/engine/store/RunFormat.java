package dev.millrace.engine.store;

import dev.millrace.engine.text.JsonText;

/// RUN as JSON text, which a person can read and which is small: it is written at every advance.
/// Task letters stand as `S120dw9` (see `TaskState`), works in flight as ranges such as `17-26#1`
/// (see [dev.millrace.engine.text.WorkRanges]), grouped by who issued them and where they are.
/// `counts` is there for people only. Whatever grows long is deflated.
///
/// Code reads this format and the one before; fields that it does not know it passes over.
public final class RunFormat {
  /// Version of the form that this code writes.
  public static final int FORMAT = 1;

  private RunFormat() {}

  /// Writes a run.
  public static String write(RunRecord record) {
    return JsonText.write(json -> new RunFormatWriter(json).write(record));
  }

  /// Reads a run.
  ///
  /// @throws dev.millrace.engine.text.StoredTextException when a newer version wrote it, or it is
  ///     damaged
  public static RunRecord read(String text) {
    return JsonText.read("a run", text, json -> new RunFormatReader(json).read());
  }
}
