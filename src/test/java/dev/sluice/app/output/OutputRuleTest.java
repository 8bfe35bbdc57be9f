package dev.sluice.app.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sluice.file.AtomicFile;
import java.io.FileDescriptor;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks that no command writes a file by its path. Commands must write through {@link OutputFile}
 * or the folder of a run, which check the inputs of the command and {@code --force}.
 */
@Tag("verify")
class OutputRuleTest {
  private static final String APP = "dev.sluice.app.";
  private static final Set<String> GUARDS = Set.of(APP + "output", APP + "run");

  /** Methods of {@link Files} that write. */
  private static final Pattern WRITES =
      Pattern.compile(
          "write.*|new(OutputStream|BufferedWriter|ByteChannel)|move|copy|delete.*|create.*");

  private static final Set<String> STREAMS =
      Set.of("java.io.FileOutputStream", "java.io.FileWriter", "java.io.RandomAccessFile");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.sluice");

  @Test
  void commandsWriteOnlyThroughTheRule() {
    Set<String> writers = writersByPath();
    var found = new TreeSet<String>();
    for (JavaClass each : CLASSES) {
      if ((each.getPackageName() + ".").startsWith(APP)
          && !GUARDS.contains(each.getPackageName())) {
        for (JavaCodeUnit unit : each.getCodeUnits()) {
          boolean asksForAPath = takesAPath(unit);
          unit.getCallsFromSelf().stream()
              .map(JavaCall::getTarget)
              .filter(t -> isPlainWriter(t) || writers.contains(t.getFullName()) && !asksForAPath)
              .forEach(target -> found.add(unit.getFullName() + " calls " + target.getFullName()));
        }
      }
    }
    assertEquals(new TreeSet<String>(), found);
  }

  @Test
  void theWritersOfTheLibraryAreKnown() {
    Set<String> writers = writersByPath();
    for (String name :
        Set.of(
            "dev.sluice.model.ModelFile.save(",
            "dev.sluice.safetensors.SafetensorsWriter.write(",
            "dev.sluice.insight.TrainingReport.write(",
            "dev.sluice.app.sentiment.model.SentimentModel.save(",
            "OnnxExport.write(")) {
      assertTrue(writers.stream().anyMatch(writer -> writer.contains(name)), name);
    }
  }

  /** Methods that take a path and write to it, directly or through other such methods. */
  private static Set<String> writersByPath() {
    Set<String> writers = new HashSet<>();
    int before = -1;
    while (writers.size() > before) {
      before = writers.size();
      for (JavaClass each : CLASSES) {
        for (JavaCodeUnit unit : each.getCodeUnits()) {
          if (takesAPath(unit)
              && unit.getCallsFromSelf().stream()
                  .map(JavaCall::getTarget)
                  .anyMatch(t -> isAtomicWriter(t) || writers.contains(t.getFullName()))) {
            writers.add(unit.getFullName());
          }
        }
      }
    }
    return writers;
  }

  private static boolean takesAPath(JavaCodeUnit unit) {
    return unit.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Path.class));
  }

  private static boolean isAtomicWriter(CodeUnitCallTarget target) {
    return target.getOwner().isEquivalentTo(AtomicFile.class) && target.getName().equals("replace");
  }

  private static boolean isPlainWriter(CodeUnitCallTarget target) {
    JavaClass owner = target.getOwner();
    return owner.isEquivalentTo(AtomicFile.class)
        || owner.isEquivalentTo(FileChannel.class) && target.getName().equals("open")
        || owner.isEquivalentTo(Files.class) && WRITES.matcher(target.getName()).matches()
        || STREAMS.contains(owner.getName())
            && target.getRawParameterTypes().stream()
                .noneMatch(type -> type.isEquivalentTo(FileDescriptor.class));
  }
}
