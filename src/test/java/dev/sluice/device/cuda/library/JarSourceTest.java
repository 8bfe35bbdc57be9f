package dev.sluice.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The redistributable jar on the class path. */
class JarSourceTest {
  private static final String CUBLAS_12 = "libcublas.so.12";

  @TempDir private Path root;

  private FoundLibrary found(CudaLibrary library, String... inJar) throws IOException {
    return new FakeMachine(root)
        .redistributable("/lib/cuda-12.3.jar", inJar)
        .search()
        .find(library)
        .found()
        .orElseThrow();
  }

  @Test
  void theSearchUnpacksNothing() throws IOException {
    FoundLibrary found = found(CudaLibrary.CUBLAS, CUBLAS_12, "libcublasLt.so.12");
    assertEquals(root.resolve("lib/cuda-12.3.jar") + "/" + CUBLAS_12, found.file().toString());
    assertFalse(Files.exists(root.resolve("home")));
  }

  @Test
  void onlyRequestedFilesAreUnpackedOnce() throws IOException {
    FoundLibrary found = found(CudaLibrary.CUBLAS, CUBLAS_12, "libcublasLt.so.12", "libcudnn.so.8");
    Path file = found.file().path();
    assertArrayEquals(FakeElf.library(CUBLAS_12), Files.readAllBytes(file));
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, longAgo);
    Path companion = found.before().get(0).path();
    assertEquals(file.resolveSibling("libcublasLt.so.12"), companion);
    assertEquals(file, found.file().path());
    assertEquals(longAgo, Files.getLastModifiedTime(file));
    assertEquals(
        List.of(CUBLAS_12, "libcublasLt.so.12"), FolderListing.names(file.getParent(), ""));
  }

  @Test
  void aTruncatedFileIsUnpackedAgain() throws IOException {
    FoundLibrary found = found(CudaLibrary.CUBLAS, CUBLAS_12, "libcublasLt.so.12");
    Files.write(found.file().path(), new byte[3]);
    assertArrayEquals(FakeElf.library(CUBLAS_12), Files.readAllBytes(found.file().path()));
  }

  @Test
  void jarsWithOtherContentsHaveOtherFolders() throws IOException {
    Path first = found(CudaLibrary.CUBLAS, CUBLAS_12, "libcublasLt.so.12").file().path();
    Path second =
        found(CudaLibrary.CUBLAS, CUBLAS_12, "libcublasLt.so.12", "libnvrtc.so.12").file().path();
    assertNotEquals(first, second);
    assertEquals(first.getFileName(), second.getFileName());
  }

  @Test
  void theCompilerComesWithItsBuiltInFunctions() throws IOException {
    FoundLibrary found =
        found(CudaLibrary.NVRTC, CUBLAS_12, "libnvrtc.so.12", "libnvrtc-builtins.so.12.3");
    assertEquals("libnvrtc-builtins.so.12.3", found.before().get(0).name());
  }
}
