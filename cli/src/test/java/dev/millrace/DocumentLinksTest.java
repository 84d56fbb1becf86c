package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Links between the pages of the repository lead somewhere. Links to the web are not followed.
class DocumentLinksTest {

  private static final Pattern LINK = Pattern.compile("(?<!`)\\[[^\\]]*\\]\\(([^)\\s]+)[^)]*\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?)#*$");

  @Test
  void every_link_leads_to_a_file_and_a_heading() {
    var pages = SourceFile.all().stream().filter(file -> file.name().endsWith(".md")).toList();
    assertThat(pages.stream().flatMap(page -> broken(page, pages))).isEmpty();
  }

  @Test
  void a_link_to_nowhere_is_found() {
    var there = new SourceFile("docs/there.md", List.of("# A heading, with `code`"));
    var here =
        new SourceFile(
            "docs/here.md",
            List.of(
                "[good](there.md#a-heading-with-code) [bad](gone.md) [bad](there.md#gone)",
                "```",
                "[not a link](in-code.md)",
                "```"));

    var broken = broken(here, List.of(here, there)).toList();

    assertThat(broken).hasSize(2);
    assertThat(broken.getFirst()).startsWith("docs/here.md: gone.md leads nowhere");
  }

  private static Stream<String> broken(SourceFile page, List<SourceFile> pages) {
    return LINK.matcher(withoutCode(page))
        .results()
        .map(DocumentLinksTest::target)
        .filter(target -> !ELSEWHERE.matcher(target).matches())
        .filter(target -> !leadsSomewhere(page, target, pages))
        .map(
            target ->
                "%s: %s leads nowhere. Mend the path or heading, or take the link out."
                    .formatted(page.path(), target));
  }

  private static String target(MatchResult link) {
    return URLDecoder.decode(link.group(1), StandardCharsets.UTF_8);
  }

  private static boolean leadsSomewhere(SourceFile page, String target, List<SourceFile> pages) {
    var hash = target.indexOf('#');
    var file = hash < 0 ? target : target.substring(0, hash);
    var path =
        file.isEmpty()
            ? page.path()
            : Path.of(page.folder()).resolve(file).normalize().toString().replace('\\', '/');
    var known = pages.stream().filter(other -> other.path().equals(path)).findFirst();
    if (known.isEmpty() || hash < 0) {
      return known.isPresent() || Files.exists(SourceFile.root().resolve(path));
    }
    var heading = target.substring(hash + 1);
    return headings(known.get()).anyMatch(heading::equals);
  }

  /// Headings as the anchors that GitHub makes of them.
  private static Stream<String> headings(SourceFile page) {
    return withoutCode(page)
        .lines()
        .map(HEADING::matcher)
        .filter(heading -> heading.matches())
        .map(
            heading ->
                heading
                    .group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                    .replace(' ', '-'));
  }

  private static String withoutCode(SourceFile page) {
    return page.text().replaceAll("(?ms)^ *```.*?^ *```", "");
  }
}
