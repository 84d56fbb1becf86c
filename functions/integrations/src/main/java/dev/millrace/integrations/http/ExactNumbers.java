package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Makes numbers of answers as the reader of documents does: a double where it says the same, else
/// all digits, so that none is lost on its way through a DAG. Throws an [ArithmeticException] for
/// what is no number to a reader that has only doubles.
final class ExactNumbers extends JsonNodeFactory {
  @Override
  public ValueNode numberNode(@Nullable BigDecimal number) {
    if (number == null) {
      return nullNode();
    }
    var near = number.doubleValue();
    if (Double.isInfinite(near) || (near == 0 && number.signum() != 0)) {
      throw new ArithmeticException("it is beyond what JSON readers agree on, 1e-308 to 1e308");
    }
    var isExact = BigDecimal.valueOf(near).compareTo(number) == 0;
    return isExact ? DoubleNode.valueOf(near) : DecimalNode.valueOf(number);
  }
}
