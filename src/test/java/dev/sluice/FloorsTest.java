package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.sluice.annotation.CheckReturnValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The ladder of floors: a package imports only packages that lie on lower floors. */
class FloorsTest {
  private static final String ROOT = "dev.sluice.";

  /** Of one package, without its sub-packages. */
  private static final int MOST_CLASSES = 30;

  /** Packages below {@link #ROOT} by floor; a sub-package belongs to its longest prefix here. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("annotation"),
          List.of("argument", "record", "resource"),
          List.of("dependency", "file", "process", "sequence"),
          List.of("cell", "safetensors"),
          List.of("device"),
          List.of("device.cpu", "device.cuda"),
          List.of("layer", "loss", "optimizer", "data"),
          List.of("model"),
          List.of("interop"),
          List.of("train"),
          List.of("insight"),
          List.of("app"));

  private static final Map<String, Integer> FLOOR_OF = floorOf();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.sluice");

  @Test
  void everyPackageHasAFloor() {
    var unknown = new TreeSet<String>();
    for (JavaClass each : CLASSES) {
      if (home(each.getPackage()).isEmpty()) {
        unknown.add(each.getPackageName());
      }
    }
    assertEquals(new TreeSet<String>(), unknown, "packages missing from the table of floors");
  }

  @Test
  void importsOnlyLowerFloors() {
    var violations = new TreeSet<String>();
    for (JavaClass each : CLASSES) {
      each.getDirectDependenciesFromSelf().stream()
          .filter(d -> !allowed(each, d.getTargetClass().getBaseComponentType()))
          .forEach(d -> violations.add(d.getDescription()));
    }
    assertEquals(new TreeSet<String>(), violations);
  }

  @TestFactory
  List<DynamicTest> furtherRules() {
    return List.of(
        rule(
            "only device.cuda knows JCuda",
            noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "device.cuda..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jcuda..")),
        rule(
            "backends are found by ServiceLoader, never imported",
            noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "device.cpu..", ROOT + "device.cuda..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "device.cpu..", ROOT + "device.cuda..")),
        rule(
            "only backends know what backends share",
            noClasses()
                .that()
                .resideOutsideOfPackages(
                    ROOT + "device.spi", ROOT + "device.cpu..", ROOT + "device.cuda..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "device.spi")),
        rule(
            "only the command line ends the JVM",
            noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "app..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)),
        rule(
            "nothing needs AWT, which fails on a machine without fonts",
            noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.swing..")),
        rule(
            "packages form no cycles, sub-packages included",
            slices().matching(ROOT + "(**)").should().beFreeOfCycles()));
  }

  @Test
  void packagesAreOfABearableSize() {
    var crowded = new TreeMap<String, Integer>();
    for (JavaClass each : CLASSES) {
      if (each.isTopLevelClass() && !each.getSimpleName().equals("package-info")) {
        crowded.merge(each.getPackageName(), 1, Integer::sum);
      }
    }
    crowded.values().removeIf(classes -> classes <= MOST_CLASSES);
    assertEquals(new TreeMap<String, Integer>(), crowded, "packages of more classes than that");
  }

  @Test
  void everyPackageSaysWhatLivesThere() {
    var silent = new TreeSet<String>();
    for (JavaClass each : CLASSES) {
      silent.add(each.getPackageName());
    }
    silent.removeIf(name -> Files.exists(sources(name).resolve("package-info.java")));
    assertEquals(new TreeSet<String>(), silent, "packages without package-info");
  }

  /** Without the marks, users of the library are told neither of null nor of dropped results. */
  @Test
  void everyPackageIsMarkedForNullAndForDroppedResults() throws ClassNotFoundException {
    var unmarked = new TreeSet<String>();
    for (JavaClass each : CLASSES) {
      Class<?> marks = Class.forName(each.getPackageName() + ".package-info");
      if (!marks.isAnnotationPresent(NullMarked.class)
          || !marks.isAnnotationPresent(CheckReturnValue.class)) {
        unmarked.add(each.getPackageName());
      }
    }
    assertEquals(
        new TreeSet<String>(), unmarked, "packages without @NullMarked or @CheckReturnValue");
  }

  private static Path sources(String packageName) {
    return Path.of(
        System.getProperty("basedir", "."), "src/main/java", packageName.replace('.', '/'));
  }

  private static DynamicTest rule(String name, ArchRule rule) {
    return DynamicTest.dynamicTest(name, () -> rule.allowEmptyShould(true).check(CLASSES));
  }

  /** Unknown packages are the business of {@link #everyPackageHasAFloor}. */
  private static boolean allowed(JavaClass from, JavaClass to) {
    Optional<String> source = home(from.getPackage());
    Optional<String> target = home(to.getPackage());
    return source.isEmpty()
        || target.isEmpty()
        || source.equals(target)
        || FLOOR_OF.get(target.get()) < FLOOR_OF.get(source.get());
  }

  private static Optional<String> home(JavaPackage location) {
    String name = location.getName();
    return FLOOR_OF.keySet().stream()
        .filter(known -> (name + ".").startsWith(ROOT + known + "."))
        .max(Comparator.comparingInt(String::length));
  }

  private static Map<String, Integer> floorOf() {
    var floorOf = new LinkedHashMap<String, Integer>();
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      for (String name : FLOORS.get(floor)) {
        floorOf.put(name, floor);
      }
    }
    return floorOf;
  }
}
