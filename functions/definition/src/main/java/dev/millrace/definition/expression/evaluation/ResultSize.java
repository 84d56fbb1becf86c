package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;

/// Measures a result before it leaves: how long it is as compact JSON in UTF-8. Values that an
/// expression made can share parts, so that few nodes are a long text; the measure ends as soon as
/// it goes over a limit.
public final class ResultSize {
  private final long bytesMax;
  private final int depthMax;
  private long bytes;
  private int depth;

  private ResultSize(long bytesMax, int depthMax) {
    this.bytesMax = bytesMax;
    this.depthMax = depthMax;
  }

  /// The length of a value in bytes.
  ///
  /// @throws Halt.TooCostly when it is longer or nests deeper than it may
  /// @throws Halt.Fault when there is a function in it, which JSON cannot say
  public static long of(JsonNode value, long bytesMax, int depthMax) {
    var size = new ResultSize(bytesMax, depthMax);
    size.add(value);
    return size.bytes;
  }

  private void add(JsonNode value) {
    switch (Kind.of(value)) {
      case MISSING -> {}
      case NULL, BOOLEAN -> add(value.toString().length());
      case NUMBER -> add(digits(value));
      case STRING -> add(value.textValue());
      case ARRAY -> addList(value);
      case OBJECT -> addObject(value);
      case FUNCTION -> throw new Halt.Fault("it gives a function, which is no JSON value");
    }
  }

  private static int digits(JsonNode number) {
    if (!number.isInt() || number.intValue() < 0) {
      return number.toString().length();
    }
    int digits = 1;
    for (int rest = number.intValue(); rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private void addList(JsonNode list) {
    enter();
    add(2 + Math.max(0L, list.size() - 1L));
    for (var element : list) {
      add(element);
    }
    depth--;
  }

  private void addObject(JsonNode object) {
    enter();
    add(2 + Math.max(0L, object.size() - 1L));
    for (var field : object.properties()) {
      add(field.getKey());
      add(1);
      add(field.getValue());
    }
    depth--;
  }

  private void enter() {
    if (++depth > depthMax) {
      throw new Halt.TooCostly("its result nests deeper than " + depthMax + " levels");
    }
  }

  private void add(String text) {
    // Each character is at least one byte, so a text that is far too long is not read at all.
    add(2L + text.length());
    long more = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // Two bytes, or three; a pair of surrogates is four bytes together.
        more += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      } else if (c < 0x20) {
        more += "\b\t\n\f\r".indexOf(c) >= 0 ? 1 : 5;
      } else if (c == '"' || c == '\\') {
        more++;
      }
    }
    add(more);
  }

  private void add(long length) {
    bytes += length;
    if (bytes > bytesMax) {
      throw new Halt.TooCostly("its result is longer than " + bytesMax + " bytes");
    }
  }
}
