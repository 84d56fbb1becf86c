package dev.millrace.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Rows under headings, as wide as they need to be; a column without any text is left out. Control
/// characters in cells are written out.
public final class Table {
  /// Between two columns.
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /// To which side a column's cells lean.
  public enum Side {
    /// For text.
    LEFT,
    /// For numbers.
    RIGHT
  }

  /// A heading, and how the cells below it lean.
  public record Column(String heading, Side side) {
    /// A column of text.
    public static Column text(String heading) {
      return new Column(heading, Side.LEFT);
    }

    /// A column of numbers.
    public static Column number(String heading) {
      return new Column(heading, Side.RIGHT);
    }
  }

  /// A text and its colour, if it has one.
  public record Cell(String text, Optional<Paint> paint) {
    /// Writes control characters out.
    public Cell {
      text = Printable.line(text);
    }

    /// A cell without colour.
    public static Cell plain(String text) {
      return new Cell(text, Optional.empty());
    }

    /// A cell in a colour.
    public static Cell painted(Paint paint, String text) {
      return new Cell(text, Optional.of(paint));
    }
  }

  /// A table without rows.
  public Table(Column... columns) {
    this.columns = List.of(columns);
  }

  /// Adds a row.
  ///
  /// @throws IllegalArgumentException when it has not one cell for each column
  public Table row(Cell... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells, " + columns.size() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  /// The table for a stream, headings first; every line ends.
  public String text(Output output) {
    var widths = IntStream.range(0, columns.size()).map(this::widthOf).toArray();
    var text = new StringBuilder();
    var headings =
        columns.stream().map(column -> Cell.painted(Paint.DIM, column.heading())).toList();
    append(text, headings, widths, output);
    rows.forEach(row -> append(text, row, widths, output));
    return text.toString();
  }

  /// 0 for a column that is left out.
  private int widthOf(int column) {
    var widest = rows.stream().mapToInt(row -> width(row.get(column))).max().orElse(0);
    return widest == 0 ? 0 : Math.max(columns.get(column).heading().length(), widest);
  }

  private void append(StringBuilder text, List<Cell> row, int[] widths, Output output) {
    for (var i = 0; i < widths.length; i++) {
      if (widths[i] == 0) {
        continue;
      }
      var cell = row.get(i);
      var blanks = " ".repeat(widths[i] - width(cell));
      var painted =
          cell.paint().map(paint -> output.painted(paint, cell.text())).orElse(cell.text());
      switch (columns.get(i).side()) {
        case LEFT -> text.append(painted).append(blanks);
        case RIGHT -> text.append(blanks).append(painted);
      }
      text.append(GAP);
    }
    while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    text.append('\n');
  }

  private static int width(Cell cell) {
    return cell.text().codePointCount(0, cell.text().length());
  }
}
