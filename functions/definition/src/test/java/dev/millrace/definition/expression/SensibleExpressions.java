package dev.millrace.definition.expression;

import java.util.Random;

/// Writes expressions over the sample whose parts have the types that their places need, so that
/// most of them have a value.
final class SensibleExpressions {
  private final Random random;

  SensibleExpressions(Random random) {
    this.random = random;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  String any(int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> number(depth);
      case 1 -> text(depth);
      case 2 -> truth(depth);
      case 3 -> numbers(depth);
      case 4 -> texts(depth);
      default -> objects(depth);
    };
  }

  private String number(int depth) {
    if (depth == 0) {
      return pick(
          "1",
          "2",
          "0",
          "-3",
          "2.5",
          "input.count",
          "input.price",
          "input.sizes.x",
          "input.missing");
    }
    int d = depth - 1;
    return switch (random.nextInt(13)) {
      case 0, 1 -> "(" + number(d) + pick(" + ", " - ", " * ") + number(d) + ")";
      case 2 -> "$sum(" + numbers(d) + ")";
      case 3 -> "$count(" + pick(numbers(d), texts(d), objects(d)) + ")";
      case 4 -> "$max(" + numbers(d) + ")";
      case 5 -> "$length(" + text(d) + ")";
      case 6 -> "(" + truth(d) + " ? " + number(d) + " : " + number(d) + ")";
      case 7 -> "$reduce(" + numbers(d) + ", function($a, $b) { $a + $b * 2 })";
      case 8 -> "($x := " + number(d) + "; $x * $x)";
      case 9 -> numbers(d) + "[" + pick("0", "1", "-1") + "]";
      case 10 -> "-" + number(0);
      case 11 -> pick("$floor", "$ceil", "$abs", "$round") + "(" + number(d) + ")";
      default -> "(" + number(d) + " ~> function($n) { $n + 1 })";
    };
  }

  private String text(int depth) {
    if (depth == 0) {
      return pick("'a'", "'b c'", "''", "input.day", "input.csv", "input.missing", "'X'");
    }
    int d = depth - 1;
    return switch (random.nextInt(10)) {
      case 0 -> "(" + text(d) + " & " + pick(text(d), number(0), truth(d)) + ")";
      case 1 -> pick("$uppercase", "$lowercase", "$trim") + "(" + text(d) + ")";
      case 2 -> "$substring(" + text(d) + ", " + pick("0", "1", "-2") + ")";
      case 3 ->
          pick("$substringBefore", "$substringAfter")
              + "("
              + text(d)
              + ", "
              + pick("'-'", "','", "'b'")
              + ")";
      case 4 -> "$join(" + texts(d) + ", '-')";
      case 5 -> "(" + truth(d) + " ? " + text(d) + " : " + text(d) + ")";
      case 6 -> texts(d) + "[0]";
      case 7 -> "$pad(" + text(d) + ", " + pick("5", "-5") + ")";
      case 8 -> "$type(" + any(d) + ")";
      default -> "$string(" + pick(texts(d), objects(d), truth(d)) + ")";
    };
  }

  private String truth(int depth) {
    if (depth == 0) {
      return pick("true", "false", "input.missing = 1", "input.count > 2");
    }
    int d = depth - 1;
    return switch (random.nextInt(8)) {
      case 0 -> "(" + number(d) + pick(" = ", " < ", " >= ", " != ") + number(d) + ")";
      case 1 -> "(" + text(d) + pick(" = ", " < ", " != ") + text(d) + ")";
      case 2 -> "(" + truth(d) + pick(" and ", " or ") + truth(d) + ")";
      case 3 -> "$not(" + truth(d) + ")";
      case 4 -> "$exists(" + any(d) + ")";
      case 5 -> "(" + text(d) + " in " + texts(d) + ")";
      case 6 -> "$boolean(" + any(d) + ")";
      default -> "$contains(" + text(d) + ", " + pick("'a'", "'-'") + ")";
    };
  }

  private String numbers(int depth) {
    if (depth == 0) {
      return pick(
          "[1, 2, 3]",
          "[3, 1]",
          "[1..4]",
          "input.orders.lines.qty",
          "input.orders.lines.price",
          "[input.count]",
          "input.sizes.*");
    }
    int d = depth - 1;
    return switch (random.nextInt(8)) {
      case 0 -> "$map(" + numbers(d) + ", function($v, $i) { $v + $i })";
      case 1 -> "$filter(" + numbers(d) + ", function($v) { $v > " + number(0) + " })";
      case 2 -> "(" + numbers(d) + ")[$ > 1]";
      case 3 -> "[" + number(d) + ", " + number(d) + "]";
      case 4 -> "$sort(" + numbers(d) + ")";
      case 5 -> "$append(" + numbers(d) + ", " + number(d) + ")";
      case 6 -> "(" + objects(d) + ").(" + pick("$count(lines)", "qty", "qty * 2") + ")";
      default -> "$reverse(" + numbers(d) + ")";
    };
  }

  private String texts(int depth) {
    if (depth == 0) {
      return pick(
          "['a', 'b']",
          "input.tags",
          "input.one",
          "input.orders.id",
          "input.orders.customer",
          "$keys(input.sizes)");
    }
    int d = depth - 1;
    return switch (random.nextInt(7)) {
      case 0 -> "$map(" + texts(d) + ", function($v) { $uppercase($v) })";
      case 1 -> "(" + texts(d) + ").(" + pick("$ & 'x'", "$length($)", "$uppercase()") + " & '')";
      case 2 -> "$split(" + text(d) + ", '-')";
      case 3 -> "$distinct(" + texts(0) + ")";
      case 4 -> "$append(" + texts(d) + ", " + text(d) + ")";
      case 5 -> "(" + objects(d) + ").id";
      default -> "(" + texts(d) + ")[" + pick("0", "-1", "$ > 'b'") + "][]";
    };
  }

  private String objects(int depth) {
    if (depth == 0) {
      return pick(
          "input.orders",
          "input.orders.lines",
          "input.sizes",
          "input.orders[0]",
          "[{'id': 'z', 'qty': 4}]");
    }
    int d = depth - 1;
    return switch (random.nextInt(9)) {
      case 0 ->
          "("
              + objects(d)
              + ")["
              + pick("open", "qty > 1", "id = 'o2'", "$count(lines) > 0", "0", "-1")
              + "]";
      case 1 -> "(" + objects(d) + ").{'id': id, 'n': " + number(d) + "}";
      case 2 -> "(" + objects(d) + ")^(" + pick(">id", "qty", "customer, >id") + ")";
      case 3 ->
          "("
              + objects(d)
              + "){"
              + pick("customer", "sku", "'k'")
              + ": "
              + pick("$sum(qty)", "id", "id[]")
              + "}";
      case 4 -> "{'a': " + any(d) + ", 'b': " + any(d) + "}";
      case 5 -> "$merge([" + objects(0) + ", {'m': " + any(d) + "}])";
      case 6 -> "(" + objects(d) + ")#$i.{'place': $i, 'id': id}";
      case 7 -> "input.orders@$o.lines@$l.{'o': $o.id, 'qty': " + number(d) + "}";
      default -> "input.orders.lines.{'sku': sku, 'of': %.id}";
    };
  }
}
