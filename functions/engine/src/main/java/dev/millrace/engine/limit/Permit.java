package dev.millrace.engine.limit;

/// The right to send one request. Whoever has it says when the request goes out and when its answer
/// begins, and closes it when the answer is over, in any case.
public interface Permit extends AutoCloseable {
  /// A right that nothing bounds.
  Permit UNBOUNDED =
      new Permit() {
        @Override
        public void sent() {
          // Nothing counts it.
        }

        @Override
        public void answered() {
          // Nothing counts it.
        }

        @Override
        public void close() {
          // Nothing waits for it.
        }
      };

  /// The first byte of the request may go out now.
  void sent();

  /// The answer has begun, so the server has seen the request.
  void answered();

  /// The request is over. Closing twice does no harm.
  @Override
  void close();
}
