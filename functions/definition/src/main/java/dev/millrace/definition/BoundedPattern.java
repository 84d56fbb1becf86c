package dev.millrace.definition;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/// A regular expression of a schema that gives up when it has looked at too many characters. The
/// author of a schema may write a pattern whose time explodes, and whoever starts a run chooses the
/// text for it.
final class BoundedPattern implements RegularExpression {
  /// Looks at characters that any match may take, and how many more for each character of the text.
  private static final long LOOKS_MAX = 10_000_000;

  private static final int LOOKS_PER_CHARACTER = 20;

  private final Pattern pattern;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /// @throws java.util.regex.PatternSyntaxException when it is none; `params` is checked before
  static RegularExpression compile(String pattern) {
    return new BoundedPattern(Pattern.compile(pattern));
  }

  @Override
  public boolean matches(String value) {
    try {
      return pattern.matcher(new Watched(value)).find();
    } catch (StackOverflowError e) {
      // The JDK's matcher recurses on repeated groups: another way of being too costly.
      throw new TooCostly(pattern.pattern());
    }
  }

  /// A match took more than its share.
  static final class TooCostly extends RuntimeException {
    TooCostly(String pattern) {
      super("the pattern " + pattern + " takes too long on this text");
    }
  }

  private final class Watched implements CharSequence {
    private final String text;
    private long looksLeft;

    Watched(String text) {
      this.text = text;
      this.looksLeft = LOOKS_MAX + (long) LOOKS_PER_CHARACTER * text.length();
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--looksLeft < 0) {
        throw new TooCostly(pattern.pattern());
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
