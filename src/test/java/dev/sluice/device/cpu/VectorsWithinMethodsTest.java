package dev.sluice.device.cpu;

import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that no method of the CPU backend has a vector as argument or result. If the compiler does
 * not inline such a call, which varies between JVMs, it allocates an object for every vector.
 */
class VectorsWithinMethodsTest {
  private static final DescribedPredicate<JavaMethod> NO_VECTOR =
      DescribedPredicate.describe(
          "no vector, mask or shuffle among their arguments and results",
          method ->
              Stream.concat(
                      Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                  .noneMatch(type -> type.getPackageName().equals("jdk.incubator.vector")));

  @Test
  void noVectorCrossesACall() {
    methods()
        .should(have(NO_VECTOR))
        .check(new ClassFileImporter().importPackages("dev.sluice.device.cpu"));
  }
}
