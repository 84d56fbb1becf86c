package dev.millrace.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The language, row by row of `jsonata.txt`.
class JsonataTest {
  private static final String SEPARATOR = "  =>  ";
  private static final String FAILS = "fails: ";

  private final JsonNode sample = Compiled.sample();
  private final Scope scope = Compiled.EMPTY.with(Root.INPUT, sample);

  record Row(String expression, String result) {
    @Override
    public String toString() {
      return expression;
    }
  }

  static List<Row> rows() throws IOException {
    var rows = new ArrayList<Row>();
    try (var table = JsonataTest.class.getResourceAsStream("jsonata.txt");
        var lines =
            new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8)).lines()) {
      lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(
              line -> {
                int separator = line.indexOf(SEPARATOR);
                assertThat(separator).as(line).isPositive();
                rows.add(
                    new Row(
                        line.substring(0, separator),
                        line.substring(separator + SEPARATOR.length())));
              });
    }
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void an_expression_gives_what_its_row_says(Row row) {
    var before = sample.deepCopy();

    var evaluation = Compiled.expression(row.expression).evaluate(scope);

    if (row.result.startsWith(FAILS)) {
      assertThat(Compiled.value(evaluation))
          .startsWith("Expression.Failed: ")
          .contains(row.result.substring(FAILS.length()));
    } else {
      assertThat(Compiled.value(evaluation)).isEqualTo(row.result);
    }
    assertThat(sample).as("what the scope provides").isEqualTo(before);
  }
}
