package dev.sluice.dependency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What a project gets that depends on Sluice, and what it has to add. */
class PomTest {
  private static final Element PROJECT = project();

  private record Dependency(String group, String artifact, String version, boolean reachesUsers) {
    String coordinates() {
      return group + ":" + artifact + ":" + version;
    }
  }

  @Test
  void libraryUsersGetJcudaSlf4jAndJacksonOnly() {
    assertEquals(
        new TreeSet<>(
            List.of(
                "com.fasterxml.jackson.core:jackson-databind",
                "org.jcuda:jcublas",
                "org.jcuda:jcublas-natives",
                "org.jcuda:jcuda",
                "org.jcuda:jcuda-natives",
                "org.jcuda:jcudnn",
                "org.jcuda:jcudnn-natives",
                "org.slf4j:slf4j-api")),
        dependencies().stream()
            .filter(Dependency::reachesUsers)
            .map(dependency -> dependency.group() + ":" + dependency.artifact())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void optionalLibrariesAreThoseOfThePom() {
    List<String> optional =
        dependencies().stream()
            .filter(dependency -> !dependency.reachesUsers())
            .map(Dependency::coordinates)
            .toList();
    assertEquals(
        List.of(),
        Stream.of(OptionalLibrary.values())
            .map(OptionalLibrary::coordinates)
            .filter(coordinates -> !optional.contains(coordinates))
            .toList(),
        "optional libraries whose coordinates the pom does not have");
  }

  private static List<Dependency> dependencies() {
    var all = new ArrayList<Dependency>();
    for (Element each : children(child(PROJECT, "dependencies"), "dependency")) {
      all.add(
          new Dependency(
              text(each, "groupId"),
              text(each, "artifactId"),
              resolved(text(each, "version")),
              !text(each, "optional").equals("true")
                  && !List.of("test", "provided").contains(text(each, "scope"))));
    }
    return all;
  }

  /** A version, or the property that holds it. */
  private static String resolved(String version) {
    return version.startsWith("${")
        ? text(child(PROJECT, "properties"), version.substring(2, version.length() - 1))
        : version;
  }

  private static Element project() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new File(System.getProperty("basedir", "."), "pom.xml"))
          .getDocumentElement();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Element parent, String name) {
    return children(parent, name).stream().findFirst().map(Element::getTextContent).orElse("");
  }

  private static Element child(Element parent, String name) {
    return children(parent, name).get(0);
  }

  private static List<Element> children(Element parent, String name) {
    var found = new ArrayList<Element>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
