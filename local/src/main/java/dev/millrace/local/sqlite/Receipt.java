package dev.millrace.local.sqlite;

/// Names one delivery of a message: which message, and the how manyth time. As text `id.receives`.
record Receipt(long id, int receives) {
  static Receipt parse(String text) {
    var dot = text.indexOf('.');
    if (dot < 1) {
      throw new IllegalArgumentException("not a receipt: " + text);
    }
    return new Receipt(
        Long.parseLong(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
  }

  @Override
  public String toString() {
    return id + "." + receives;
  }
}
