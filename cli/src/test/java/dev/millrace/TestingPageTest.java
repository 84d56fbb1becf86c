package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/// docs/testing.md shows a test that is run, and coordinates that there are.
class TestingPageTest {

  private static final String PAGE = "docs/testing.md";

  @ParameterizedTest
  @CsvSource({
    "yaml, testkit/src/test/resources/dags/orders.yaml",
    "java, testkit/src/test/java/com/example/shop/OrdersTest.java"
  })
  void the_page_shows_the_files_of_the_test(String language, String file) throws IOException {
    assertThat(snippet(language).text())
        .as("%s shows %s: copy it over", PAGE, file)
        .isEqualTo(Files.readString(root(file)));
  }

  @Test
  void the_page_names_the_artifact_and_the_versions_of_this_repository()
      throws IOException, ParserConfigurationException, SAXException {
    var dependencies = xml(snippet("xml").text()).getElementsByTagName("dependency");
    var testkit = (Element) dependencies.item(0);
    var junit = (Element) dependencies.item(1);

    assertThat(text(testkit, "groupId")).isEqualTo(text(pom("pom.xml"), "groupId"));
    // The first one named is the parent's.
    var artifacts = pom("testkit/pom.xml").getElementsByTagName("artifactId");
    assertThat(text(testkit, "artifactId")).isEqualTo(artifacts.item(1).getTextContent());
    assertThat(text(testkit, "version")).isEqualTo(text(pom("testkit/pom.xml"), "version"));
    assertThat(text(junit, "version")).isEqualTo(text(pom("pom.xml"), "junit.version"));
  }

  @Test
  void the_page_names_only_methods_that_there_are() throws IOException {
    var sources = new StringBuilder();
    try (var files = Files.list(root("testkit/src/main/java/dev/millrace/testkit/dag"))) {
      for (var file : files.toList()) {
        sources.append(Files.readString(file));
      }
    }
    var page = Files.readString(root(PAGE)).replaceAll("(?ms)^```.*?^```", "");
    var named =
        Pattern.compile("(?:`|dag|run|Test|Answer)\\.(\\w+)[(`]").matcher(page).results().toList();

    assertThat(named).hasSizeGreaterThan(20);
    assertThat(named.stream().map(found -> found.group(1)))
        .allSatisfy(method -> assertThat(sources).containsPattern(" " + method + "\\("));
  }

  private static Snippet snippet(String language) {
    return Snippet.all().stream()
        .filter(snippet -> snippet.page().equals(PAGE) && snippet.language().equals(language))
        .findFirst()
        .orElseThrow();
  }

  private static Path root(String file) {
    return SourceFile.root().resolve(file);
  }

  private static Element pom(String file)
      throws IOException, ParserConfigurationException, SAXException {
    return xml(Files.readString(root(file))).getDocumentElement();
  }

  private static Document xml(String text)
      throws IOException, ParserConfigurationException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(Element element, String tag) {
    return element.getElementsByTagName(tag).item(0).getTextContent();
  }
}
