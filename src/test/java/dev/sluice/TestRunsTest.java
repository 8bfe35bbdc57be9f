package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.commons.support.HierarchyTraversalMode.TOP_DOWN;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Every test runs somewhere. The pom gives a class to one kind of JVM by its name, and a test to
 * {@code mvn test}, {@code mvn verify} or {@code ci/check all} by its tag; what has no tag runs in
 * {@code mvn test}. So nothing is left out if names end as they must and tags are known.
 */
class TestRunsTest {
  private static final Set<String> TAGS = Set.of("browser", "slow", "verify");
  private static final Path TEST_CLASSES = Path.of("target", "test-classes").toAbsolutePath();

  private static final List<Class<?>> CLASSES =
      ReflectionSupport.findAllClassesInClasspathRoot(
          TEST_CLASSES.toUri(), type -> true, name -> name.startsWith("dev.sluice"));

  @Test
  void classesWithTestsAreNamedTest() {
    var wrong = new TreeSet<String>();
    for (Class<?> each : CLASSES) {
      if (isRun(each) && !outermost(each).getSimpleName().endsWith("Test")) {
        wrong.add(each.getName());
      }
    }
    assertEquals(Set.of(), wrong);
  }

  /** Whether it has tests, its own or others', and is not only there to be extended. */
  private static boolean isRun(Class<?> each) {
    return !Modifier.isAbstract(each.getModifiers()) && !tests(each).isEmpty();
  }

  private static List<Method> tests(Class<?> each) {
    return ReflectionSupport.findMethods(
        each, method -> AnnotationSupport.isAnnotated(method, Testable.class), TOP_DOWN);
  }

  private static Class<?> outermost(Class<?> each) {
    return each.getEnclosingClass() == null ? each : outermost(each.getEnclosingClass());
  }

  @Test
  void tagsAreThoseThatThePomKnows() throws Exception {
    var tags = new TreeSet<String>();
    for (Class<?> each : CLASSES) {
      addTags(each, tags);
      tests(each).forEach(test -> addTags(test, tags));
    }
    assertEquals(TAGS, tags);
    String pom = Files.readString(Path.of("pom.xml"));
    for (String tag : TAGS) {
      assertTrue(pom.contains("<groups>" + tag + "</groups>"), tag);
    }
  }

  private static void addTags(AnnotatedElement element, Set<String> tags) {
    for (Tag tag : AnnotationSupport.findRepeatableAnnotations(element, Tag.class)) {
      tags.add(tag.value());
    }
  }
}
