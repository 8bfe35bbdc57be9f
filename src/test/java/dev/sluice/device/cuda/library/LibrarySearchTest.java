package dev.sluice.device.cuda.library;

import static dev.sluice.device.cuda.library.CudaLibrary.CUBLAS;
import static dev.sluice.device.cuda.library.CudaLibrary.CUDNN;
import static dev.sluice.device.cuda.library.CudaLibrary.DRIVER;
import static dev.sluice.device.cuda.library.CudaLibrary.NVRTC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibrarySearchTest {
  private static final String CUBLAS_12 = "libcublas.so.12";
  private static final String CUBLAS_13 = "libcublas.so.13";
  private static final String SYSTEM = "/usr/lib/x86_64-linux-gnu";

  @TempDir private Path root;
  private FakeMachine machine;

  @BeforeEach
  void anEmptyMachine() {
    machine = new FakeMachine(root);
  }

  private FoundLibrary found(CudaLibrary library) {
    LibraryFinding finding = machine.search().find(library);
    return finding.found().orElseThrow(() -> new AssertionError(finding.missing()));
  }

  private String missing(CudaLibrary library) {
    LibraryFinding finding = machine.search().find(library);
    assertTrue(finding.found().isEmpty(), finding::toString);
    return finding.missing();
  }

  /** Every folder of the search, in its order. */
  private static List<String> places() {
    return List.of(
        "/opt/jvm-path",
        "/opt/loader-path",
        "/opt/configured",
        SYSTEM,
        "/usr/lib64",
        "/usr/lib/wsl/lib",
        "/opt/cached",
        "/opt/toolkit/lib64",
        "/opt/toolkit/targets/x86_64-linux/lib",
        "/opt/other-toolkit/lib64",
        "/opt/conda-env/lib",
        "/usr/local/cuda/lib64",
        "/usr/local/cuda-13.10/lib64",
        "/usr/local/cuda-13.9/lib64",
        "/opt/cuda/lib64",
        "/home/ann/.cache/sluice/cuda/python/nvidia/cublas/lib",
        "/opt/python-path/nvidia/cublas/lib",
        "/opt/venv-1/lib/python3.11/site-packages/nvidia/cublas/lib",
        "/opt/conda-env/lib/python3.12/site-packages/nvidia/cublas/lib",
        "/opt/pyenv/lib/python3.10/site-packages/nvidia/cublas/lib",
        "/home/ann/.local/lib/python3.11/site-packages/nvidia/cublas/lib",
        "/usr/local/lib/python3.11/dist-packages/nvidia/cublas/lib",
        "/usr/lib/python3/dist-packages/nvidia/cublas/lib");
  }

  @Test
  void librariesThatOnlyTheLoadersCacheHasAreFound() throws IOException {
    machine.program(
        "/usr/sbin/ldconfig",
        """
        [ "$*" = -p ] || exit 3
        echo '4 libs found in cache `/etc/ld.so.cache'"'"
        echo '\tlibcuda.so.1 (libc6) => /opt/of-32-bits/libcuda.so.1'
        echo '\tlibcuda.so.1 (libc6,x86-64, OS ABI: Linux 3.2.0) => /opt/driver/libcuda.so.1'
        echo '\tlibz.so.1 (libc6,x86-64) => /opt/zlib/libz.so.1'
        """);
    machine.library("/opt/of-32-bits", "libcuda.so.1").library("/opt/driver", "libcuda.so.1");
    assertEquals(
        machine.at("/opt/driver/libcuda.so.1").toString(), found(DRIVER).file().toString());
    assertEquals(List.of(machine.at("/opt/driver")), LoaderCache.folders(machine.host()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "lib", ":", "lib:", ":lib", "./lib", " "})
  void nothingIsLoadedFromTheWorkingDirectory(String list) {
    machine
        .variable("LD_LIBRARY_PATH", list)
        .property("java.library.path", list)
        .variable("PYTHONPATH", list)
        .variable("PATH", list)
        .variable("CUDA_HOME", list)
        .variable("CUDA_PATH", list)
        .variable("CONDA_PREFIX", list)
        .variable("VIRTUAL_ENV", list);
    for (FolderSource source : LibraryFolders.all(machine.host())) {
      assertTrue(source.folder().startsWith(root), source::toString);
    }
  }

  @Test
  void theFirstFolderInOrderWins() throws IOException {
    machine
        .property("java.library.path", "/opt/jvm-path:/opt/loader-path")
        .variable("LD_LIBRARY_PATH", "/opt/loader-path")
        .file("/etc/ld.so.conf", "# a comment\ninclude /etc/ld.so.conf.d/*.conf\n")
        .file("/etc/ld.so.conf.d/a.conf", "/opt/configured # more\n")
        .file("/etc/ld.so.conf.d/ignored.txt", "/opt/not-configured\n")
        .variable("CUDA_HOME", "/opt/toolkit")
        .variable("CUDA_PATH", "/opt/other-toolkit")
        .variable("PYTHONPATH", "/opt/python-path")
        .variable("VIRTUAL_ENV", "/opt/venv-1")
        .variable("CONDA_PREFIX", "/opt/conda-env")
        .variable("PATH", "/opt/pyenv/bin:/opt/no-python/bin")
        .program(
            "/sbin/ldconfig",
            "echo '\tlibcublas.so.12 (libc6,x86-64) => /opt/cached/libcublas.so.12'")
        .file("/opt/pyenv/bin/python3", "");
    assertTrue(machine.at("/opt/pyenv/bin/python3").toFile().setExecutable(true));
    machine.redistributable("/opt/redist.jar", CUBLAS_12, "libcublasLt.so.12");
    machine.library("/opt/not-configured", CUBLAS_12);
    places().forEach(place -> machine.library(place, CUBLAS_12));
    var order = new ArrayList<String>();
    for (int i = 0; i < places().size(); i++) {
      Path folder = Path.of(found(CUBLAS).file().source().place());
      order.add("/" + root.relativize(folder));
      Files.delete(folder.resolve(CUBLAS_12));
    }
    assertEquals(places(), order);
    assertEquals(LibraryOrigin.CLASS_PATH, found(CUBLAS).file().source().origin());
  }

  static List<Arguments> origins() {
    return List.of(
        Arguments.of(SYSTEM, LibraryOrigin.SYSTEM),
        Arguments.of("/usr/local/cuda-12.4/lib64", LibraryOrigin.TOOLKIT),
        Arguments.of(
            "/usr/local/lib/python3.12/dist-packages/nvidia/cu13/lib", LibraryOrigin.PYTHON));
  }

  @ParameterizedTest
  @MethodSource("origins")
  void theOriginIsReported(String folder, LibraryOrigin origin) {
    machine.library(folder, CUBLAS_13);
    assertEquals(origin, found(CUBLAS).file().source().origin());
    assertTrue(
        found(CUBLAS).description().contains("(" + origin.label() + ", through a renamed copy"));
  }

  @Test
  void aVirtualEnvironmentsPythonLeadsToTheInstallationToo() throws IOException {
    machine.file("/opt/base/bin/python3.11", "").file("/opt/env/bin/activate", "");
    assertTrue(machine.at("/opt/base/bin/python3.11").toFile().setExecutable(true));
    Files.createSymbolicLink(
        machine.at("/opt/env/bin/python3"), machine.at("/opt/base/bin/python3.11"));
    machine
        .variable("PATH", "/opt/env/bin")
        .library("/opt/base/lib/python3.11/site-packages/nvidia/cublas/lib", CUBLAS_12);
    assertEquals(LibraryOrigin.PYTHON, found(CUBLAS).file().source().origin());
  }

  @Test
  void aLinkToAVirtualEnvironmentsPythonLeadsToTheEnvironment() throws IOException {
    machine
        .file("/opt/base/bin/python3.12", "")
        .file("/opt/env/bin/activate", "")
        .file("/opt/links/other", "");
    assertTrue(machine.at("/opt/base/bin/python3.12").toFile().setExecutable(true));
    Files.createSymbolicLink(
        machine.at("/opt/env/bin/python"), machine.at("/opt/base/bin/python3.12"));
    Files.createSymbolicLink(machine.at("/opt/links/python3"), Path.of("../env/bin/python"));
    machine
        .variable("PATH", "/opt/links")
        .library("/opt/env/lib/python3.12/site-packages/nvidia/cu13/lib", CUBLAS_13);
    assertEquals(LibraryOrigin.PYTHON, found(CUBLAS).file().source().origin());
  }

  @Test
  void cuda12IsPreferredInEveryFolder() {
    machine.library(SYSTEM, CUBLAS_13).library("/opt/cuda/lib64", CUBLAS_12);
    assertEquals(12, found(CUBLAS).major());
    assertFalse(found(CUBLAS).needsRename());
  }

  @Test
  void cuda13IsUsedIfThereIsNoOther() {
    machine.library(SYSTEM, CUBLAS_13).library(SYSTEM, "libnvrtc.so.13");
    assertEquals(13, found(CUBLAS).major());
    assertTrue(found(CUBLAS).needsRename() && found(NVRTC).needsRename());
  }

  @Test
  void renamingCanBeForbidden() {
    machine.property(LibrarySearch.RENAME_SETTING, "false").library(SYSTEM, CUBLAS_13);
    assertEquals(
        String.format(
                Locale.ROOT,
                "no usable libcublas.so.12 or libcublas.so.13; %s/libcublas.so.13 is not used, since",
                machine.at(SYSTEM))
            + " sluice.cuda.rename=false",
        missing(CUBLAS));
    machine.library(SYSTEM, CUBLAS_12);
    assertEquals(12, found(CUBLAS).major());
  }

  @Test
  void neededLibrariesComeFirstAndFromTheSameFolder() {
    machine
        .library("/opt/loader-path", "libcublasLt.so.12")
        .variable("LD_LIBRARY_PATH", "/opt/loader-path")
        .library(SYSTEM, CUBLAS_12, "libcublasLt.so.12", "libc.so.6", "libcuda.so.1")
        .library(SYSTEM, "libcublasLt.so.12", "libnvJitLink.so.12")
        .library(SYSTEM, "libnvJitLink.so.12");
    assertEquals(
        List.of(SYSTEM + "/libnvJitLink.so.12", SYSTEM + "/libcublasLt.so.12"), before(CUBLAS));
  }

  @Test
  void neededLibrariesMayBeInAnotherFolder() {
    machine
        .library(SYSTEM, CUBLAS_12, "libcublasLt.so.12")
        .library("/opt/cuda/lib64", "libcublasLt.so.12");
    assertEquals(List.of("/opt/cuda/lib64/libcublasLt.so.12"), before(CUBLAS));
  }

  @Test
  void aLibraryWhoseNeededLibraryIsMissingIsNamed() {
    machine.library(SYSTEM, CUBLAS_12, "libcublasLt.so.12");
    assertTrue(
        missing(CUBLAS).endsWith("/libcublas.so.12 needs libcublasLt.so.12, which is missing"),
        missing(CUBLAS));
  }

  @Test
  void theCompilersBuiltInFunctionsAreLoadedBeforeIt() {
    machine
        .library(SYSTEM, "libnvrtc.so.12")
        .library(SYSTEM, "libnvrtc-builtins.so.12.6")
        .library(SYSTEM, "libnvrtc-builtins.so.13.0");
    assertEquals(List.of(SYSTEM + "/libnvrtc-builtins.so.12.6"), before(NVRTC));
  }

  private List<String> before(CudaLibrary library) {
    return found(library).before().stream()
        .map(file -> file.toString().substring(root.toString().length()))
        .toList();
  }

  @Test
  void anotherVersionIsNamed() {
    machine.library(SYSTEM, "libcublas.so.11").library("/opt/cuda/lib64", "libcublas.so.14");
    assertEquals(
        String.format(
                Locale.ROOT,
                "no usable libcublas.so.12 or libcublas.so.13; %s/libcublas.so.11 is from CUDA 11;",
                machine.at(SYSTEM))
            + String.format(
                Locale.ROOT, " %s/libcublas.so.14 is from CUDA 14", machine.at("/opt/cuda/lib64")),
        missing(CUBLAS));
  }

  @Test
  void aLibraryWithAnotherNameIsRefused() {
    FakeElf.write(machine.at(SYSTEM), CUBLAS_12, FakeElf.library("libcublas.so.11"));
    assertTrue(missing(CUBLAS).endsWith("libcublas.so.12 calls itself libcublas.so.11"));
  }

  @Test
  void aDamagedFileIsSkippedAndNamedIfThereIsNoOther() {
    byte[] whole = FakeElf.library(CUBLAS_12);
    FakeElf.write(machine.at(SYSTEM), CUBLAS_12, Arrays.copyOf(whole, whole.length - 3));
    FakeElf.write(machine.at("/usr/lib64"), CUBLAS_12, FakeElf.with(whole, FakeElf.CLASS, 1));
    assertTrue(missing(CUBLAS).contains(SYSTEM + "/libcublas.so.12 is cut off"), missing(CUBLAS));
    assertTrue(missing(CUBLAS).contains("/usr/lib64/libcublas.so.12 is a 32-bit library"));
    machine.library("/opt/cuda/lib64", CUBLAS_12);
    assertEquals(LibraryOrigin.TOOLKIT, found(CUBLAS).file().source().origin());
  }

  @Test
  void onlyTheListedFoldersAreSearched() {
    machine
        .library(SYSTEM, CUBLAS_12)
        .library(SYSTEM, "libnvrtc.so.12")
        .library("/opt/mine", CUBLAS_13)
        .property(CudaLibraries.SETTING, "/opt/empty:/opt/mine")
        .file("/opt/empty/nothing", "");
    assertEquals(LibraryOrigin.SETTING, found(CUBLAS).file().source().origin());
    assertEquals(
        String.format(
            Locale.ROOT,
            "no usable libnvrtc.so.12 or libnvrtc.so.13 in %s, %s (sluice.cuda.libraries)",
            machine.at("/opt/empty"),
            machine.at("/opt/mine")),
        missing(NVRTC));
  }

  @Test
  void theDriverComesFromAListedFolderOrFromTheSystem() {
    machine
        .property(CudaLibraries.SETTING, "/opt/mine")
        .library(SYSTEM, "libcuda.so.1")
        .library("/opt/mine", CUBLAS_12);
    assertEquals(LibraryOrigin.SYSTEM, found(DRIVER).file().source().origin());
    machine.library("/opt/mine", "libcuda.so.1");
    assertEquals(LibraryOrigin.SETTING, found(DRIVER).file().source().origin());
  }

  @Test
  void theDriverDoesNotComeFromAToolkit() {
    machine.library("/usr/local/cuda/lib64", "libcuda.so.1");
    assertEquals("no usable libcuda.so.1", missing(DRIVER));
  }

  @Test
  void aMissingListedFolderIsAnErrorForEveryLibrary() {
    machine
        .library(SYSTEM, "libcuda.so.1")
        .library(SYSTEM, CUBLAS_12)
        .property(CudaLibraries.SETTING, "/opt/none");
    for (CudaLibrary library : CudaLibrary.values()) {
      assertEquals(
          "sluice.cuda.libraries: expected existing folders, got " + machine.at("/opt/none"),
          missing(library));
    }
  }

  @Test
  void aLoopOfIncludedConfigurationsEnds() {
    machine
        .file("/etc/ld.so.conf", "include ld.so.conf\ninclude /nowhere/*.conf\n/opt/configured\n")
        .library("/opt/configured", CUBLAS_12);
    assertEquals(LibraryOrigin.SYSTEM, found(CUBLAS).file().source().origin());
  }

  @Test
  void cudnnNeedsItsAdvancedPartAndWhatThatNeeds() {
    machine
        .library(SYSTEM, "libcudnn.so.8")
        .library(SYSTEM, "libcudnn.so.9")
        .library(SYSTEM, "libcudnn_ops_infer.so.8")
        .library(SYSTEM, "libcudnn_adv_infer.so.8", "libcudnn_ops_infer.so.8")
        .library(SYSTEM, "libcudnn_adv.so.9");
    assertEquals(
        List.of(SYSTEM + "/libcudnn_ops_infer.so.8", SYSTEM + "/libcudnn_adv_infer.so.8"),
        before(CUDNN));
    assertFalse(found(CUDNN).needsRename());
  }

  @Test
  void cudnn9IsLoadedThroughARenamedCopy() {
    machine.library(SYSTEM, "libcudnn.so.9");
    assertTrue(found(CUDNN).needsRename());
  }
}
