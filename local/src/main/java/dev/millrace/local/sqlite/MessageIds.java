package dev.millrace.local.sqlite;

/// Ids of messages, which never come twice: the host's start number and a count. Used by the
/// writing thread only.
final class MessageIds {
  /// Messages of one start at most; start numbers go up to 8 million then.
  private static final int COUNT_BITS = 40;

  private long last;

  MessageIds(long hostNumber) {
    last = hostNumber << COUNT_BITS;
  }

  long next() {
    return ++last;
  }

  /// The id as others see it: `start-count`.
  static String text(long id) {
    return (id >>> COUNT_BITS) + "-" + (id & ((1L << COUNT_BITS) - 1));
  }
}
