package dev.sluice.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.ChildRun;
import dev.sluice.device.cuda.LibrariesProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads fake NVIDIA libraries through JCuda's real native libraries, each time in a new JVM. */
@Tag("verify")
class CudaLibrariesTest {
  private static final int DRIVER_12_4 = 12040;
  private static final int DRIVER_13_0 = 13000;
  private static final int NO_DEVICE = 100;

  @TempDir private Path folder;
  private StandIns standIns;

  @BeforeAll
  static void aCompiler() {
    StandIns.requireCompiler();
  }

  @BeforeEach
  void aFolderOfStandIns() throws IOException {
    standIns = new StandIns(folder.resolve("libraries"));
  }

  private ChildRun load(String... options) throws IOException, InterruptedException {
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = "-D" + CudaLibraries.SETTING + "=" + standIns.folder();
    return ChildRun.Jvm.with(all).run(LibrariesProbe.class).expect(0);
  }

  private static String unavailable(ChildRun run) {
    return run.out().lines().findFirst().orElse("").replaceFirst("unavailable ", "");
  }

  private static void assertLine(String line, ChildRun run) {
    assertTrue(run.out().lines().anyMatch(line::equals), run::toString);
  }

  @Test
  void cuda12IsLoadedUnchanged() throws Exception {
    standIns.driver(DRIVER_12_4, 0, 2).cublas(12);
    ChildRun run = load();
    assertEquals("null", unavailable(run), run::toString);
    assertLine("version 120000", run);
    List<String> devices = run.out().lines().filter(line -> line.startsWith("cuda:")).toList();
    assertEquals(2, devices.size(), run::toString);
    String device = devices.get(1);
    assertTrue(
        device.startsWith("cuda:1, Stand-in GPU, 1.5 GiB, compute capability 8.6, driver "),
        device);
    assertTrue(device.endsWith("for CUDA 12.4"), device);
    assertTrue(run.out().contains("libcublas  " + standIns.file("libcublas.so.12")), run.out());
  }

  @Test
  void cuda13IsLoadedThroughARenamedCopy() throws Exception {
    standIns.driver(DRIVER_13_0, 0, 1).cublas(13);
    ChildRun run = load();
    assertEquals("null", unavailable(run), run::toString);
    assertLine("version 130000", run);
    assertTrue(run.err().contains("through a renamed copy of JCuda's native"), run.err());
  }

  @Test
  void cuda13IsNotLoadedIfRenamingIsForbidden() throws Exception {
    standIns.driver(DRIVER_13_0, 0, 1).cublas(13);
    ChildRun run = load("-D" + LibrarySearch.RENAME_SETTING + "=false");
    assertTrue(
        unavailable(run).endsWith("libcublas.so.13 is not used, since sluice.cuda.rename=false"),
        run::toString);
  }

  @Test
  void oneLogLineNamesTheLoadedLibraries() throws Exception {
    standIns.driver(DRIVER_12_4, 0, 1).cublas(12);
    List<String> logged =
        load().err().lines().filter(line -> line.contains("CudaLibraries -")).toList();
    assertEquals(1, logged.size(), logged::toString);
    assertTrue(
        logged
            .get(0)
            .endsWith(
                String.format(
                    Locale.ROOT,
                    "CUDA libraries: %s (sluice.cuda.libraries), %s (sluice.cuda.libraries)",
                    standIns.file("libcuda.so.1"),
                    standIns.file("libcublas.so.12"))),
        logged::toString);
  }

  @Test
  void aDriverOlderThanTheLibrariesIsNamed() throws Exception {
    standIns.driver(DRIVER_12_4, 0, 1).cublas(13);
    assertEquals(
        String.format(
            Locale.ROOT,
            "driver too old: it supports CUDA up to 12.4, %s needs 13.0",
            standIns.file("libcublas.so.13")),
        unavailable(load()));
    standIns.driver(11080, 0, 1).cublas(12);
    assertEquals(
        String.format(
            Locale.ROOT,
            "driver too old: it supports CUDA up to 11.8, %s needs 12.0",
            standIns.file("libcublas.so.12")),
        unavailable(load()));
  }

  @Test
  void aMachineWithoutDeviceIsNamed() throws Exception {
    standIns.driver(DRIVER_12_4, NO_DEVICE, 0).cublas(12);
    assertEquals("the driver sees no GPU (CUDA_ERROR_NO_DEVICE)", unavailable(load()));
    standIns.driver(DRIVER_12_4, 0, 0);
    assertEquals("the driver sees no GPU", unavailable(load()));
  }

  @Test
  void aDriverThatCannotStartIsNamed() throws Exception {
    standIns.driver(DRIVER_12_4, 803, 1).cublas(12);
    assertTrue(
        unavailable(load()).contains("CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"),
        () -> standIns.folder().toString());
  }

  @Test
  void aMissingCublasIsNamed() throws Exception {
    standIns.driver(DRIVER_12_4, 0, 1);
    assertEquals(
        String.format(
            Locale.ROOT,
            "no usable libcublas.so.12 or libcublas.so.13 in %s (sluice.cuda.libraries)",
            standIns.folder()),
        unavailable(load()));
  }

  @Test
  void aTruncatedCublasIsNamed() throws Exception {
    standIns.driver(DRIVER_12_4, 0, 1).cublas(12);
    Path cublas = standIns.file("libcublas.so.12");
    Files.write(cublas, Arrays.copyOf(Files.readAllBytes(cublas), 5000));
    ChildRun run = load();
    assertTrue(unavailable(run).contains(cublas + " is cut off: 5,000 bytes"), run::toString);
  }

  @Test
  void aCublasThatCannotBeLoadedIsNamed() throws Exception {
    standIns.driver(DRIVER_12_4, 0, 1).cublas(12);
    Path needed = standIns.file("libcublasLt.so.12");
    Files.write(needed, FakeElf.library("libcublasLt.so.12"));
    ChildRun run = load();
    assertTrue(
        unavailable(run).startsWith(standIns.file("libcublas.so.12") + " cannot be loaded: "),
        run::toString);
  }

  @Test
  void aNativeThatJcudaCannotLoadIsReportedInOneLine() throws Exception {
    assumeNoCublasHere();
    standIns.driver(DRIVER_12_4, 0, 1).cublas(12, "");
    ChildRun run = load();
    assertTrue(
        unavailable(run).startsWith(standIns.file("libcublas.so.12") + " cannot be loaded: "),
        run::toString);
    assertTrue(
        unavailable(run)
            .endsWith("libcublas.so.12: cannot open shared object file: No such file or directory"),
        run::toString);
  }

  @Test
  void aTemporaryFolderThatCannotBeUsedIsNamed() throws Exception {
    standIns.driver(DRIVER_12_4, 0, 1).cublas(12);
    Path none = folder.resolve("none");
    ChildRun run = load("-Djava.io.tmpdir=" + none);
    assertTrue(unavailable(run).contains("libcuda.so.1 cannot be loaded: "), run::toString);
    assertTrue(unavailable(run).contains(none.toString()), run::toString);
  }

  @Test
  void filesOfOthersInTheTemporaryFolderAreNotLoadedAndOursAreDeleted() throws Exception {
    standIns.driver(DRIVER_12_4, 0, 1).cublas(12);
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path leftover = temporary.resolve("libJCudaDriver-12.6.0-linux-x86_64.so");
    Files.write(leftover, new byte[100]);
    ChildRun run = load("-Djava.io.tmpdir=" + temporary);
    assertEquals("null", unavailable(run), run::toString);
    assertLine("tmpdir " + temporary, run);
    assertEquals(
        List.of(leftover.getFileName().toString()),
        FolderListing.names(temporary, "").stream()
            .filter(name -> !name.startsWith("hsperfdata"))
            .toList());
  }

  @Test
  void nativesInTheLibraryPathAreNotLoaded() throws Exception {
    standIns.driver(DRIVER_12_4, 0, 1).cublas(12);
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Path mark = folder.resolve("was-loaded");
    for (String binding : List.of("JCudaDriver", "JCublas2", "JNvrtc", "JCudnn")) {
      StandIns.intruder(foreign.resolve("lib" + binding + "-12.6.0-linux-x86_64.so"), mark);
    }
    ChildRun absolute = load("-Djava.library.path=" + foreign);
    assertEquals("null", unavailable(absolute), absolute::toString);
    // An empty element means the working directory.
    ChildRun empty =
        ChildRun.Jvm.with("-D" + CudaLibraries.SETTING + "=" + standIns.folder())
            .environment(Map.of("LD_LIBRARY_PATH", "/none:"))
            .in(foreign)
            .run(LibrariesProbe.class)
            .expect(0);
    assertEquals("null", unavailable(empty), empty::toString);
    assertFalse(Files.exists(mark), "foreign code has run");
  }

  @Test
  void withoutASignOfADriverNothingIsSearched() throws Exception {
    var machine = new FakeMachine(folder).library("/usr/lib64", "libcuda.so.1");
    assertFalse(DriverProbe.mayHaveDriver(machine.host()));
    assertTrue(DriverProbe.mayHaveDriver(machine.file("/dev/nvidiactl", "").host()));
  }

  @Test
  void theDriverAndARedistributableJarAreEnough() throws Exception {
    assumeNoCublasHere();
    StandIns libraries = new StandIns(folder.resolve("to-pack")).cublas(12);
    Path jar = folder.resolve("redist.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : List.of("libcublas.so.12", "libcublasLt.so.12")) {
        out.putNextEntry(new JarEntry(JarSource.FOLDER + name));
        out.write(Files.readAllBytes(libraries.file(name)));
      }
    }
    standIns.driver(DRIVER_12_4, 0, 1);
    Map<String, String> environment =
        Map.of(
            "LD_LIBRARY_PATH",
            standIns.folder().toString(),
            "SLUICE_CACHE",
            folder.resolve("cache").toString());
    ChildRun run =
        ChildRun.Jvm.with()
            .environment(environment)
            .onClassPath(jar)
            .run(LibrariesProbe.class)
            .expect(0);
    assertEquals("null", unavailable(run), run::toString);
    assertLine("libcublas  " + jar + "/libcublas.so.12 (class path)", run);
    assertLine("version 120000", run);
  }

  private static void assumeNoCublasHere() {
    assumeTrue(
        LibraryFolders.all(HostEnvironment.here()).stream()
            .noneMatch(source -> source.has("libcublas.so.12")),
        "this machine's own libraries would be found as well");
  }
}
