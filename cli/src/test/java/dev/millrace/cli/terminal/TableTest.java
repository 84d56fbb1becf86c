package dev.millrace.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.terminal.Output.Reader;
import dev.millrace.cli.terminal.Table.Cell;
import dev.millrace.cli.terminal.Table.Column;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class TableTest {
  private final Output plain = output(Reader.PROGRAM);

  @Test
  void text_leans_left_and_numbers_lean_right() {
    var table =
        new Table(Column.text("NAME"), Column.number("N"))
            .row(Cell.plain("a"), Cell.plain("1"))
            .row(Cell.plain("longer"), Cell.plain("1000"));

    assertThat(table.text(plain))
        .isEqualTo(
            """
            NAME       N
            a          1
            longer  1000
            """);
  }

  @Test
  void a_column_without_text_is_left_out() {
    var table =
        new Table(Column.text("A"), Column.text("B"), Column.text("C"))
            .row(Cell.plain("1"), Cell.plain(""), Cell.plain("3"));

    assertThat(table.text(plain)).isEqualTo("A  C\n1  3\n");
  }

  @Test
  void no_line_ends_with_blanks() {
    var table =
        new Table(Column.text("A"), Column.text("B"))
            .row(Cell.plain("1"), Cell.plain(""))
            .row(Cell.plain("2"), Cell.plain("x"));

    assertThat(table.text(plain)).isEqualTo("A  B\n1\n2  x\n");
  }

  @Test
  void colour_does_not_count_as_width() {
    var table =
        new Table(Column.text("A"), Column.text("B"))
            .row(Cell.painted(Paint.RED, "no"), Cell.plain("x"))
            .row(Cell.plain("yes"), Cell.plain("y"));

    assertThat(table.text(output(Reader.PERSON_IN_COLOUR)))
        .isEqualTo("\033[2mA\033[0m    \033[2mB\033[0m\n\033[31mno\033[0m   x\nyes  y\n");
  }

  @Test
  void control_characters_in_cells_are_written_out() {
    var table = new Table(Column.text("A")).row(Cell.plain("a\nb"));
    assertThat(table.text(plain)).isEqualTo("A\na\\nb\n");
  }

  @Test
  void a_row_of_another_length_is_refused() {
    var table = new Table(Column.text("A"));
    assertThatThrownBy(() -> table.row()).isInstanceOf(IllegalArgumentException.class);
  }

  private static Output output(Reader reader) {
    return Terminal.of(new ByteArrayOutputStream(), new ByteArrayOutputStream(), reader).out();
  }
}
