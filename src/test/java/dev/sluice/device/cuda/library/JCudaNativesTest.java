package dev.sluice.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JCudaNativesTest {

  @Test
  void theReasonIsTheLastOneInJcudasMessage() {
    String message =
        """
        Error while loading native library "JCublas2-12.6.0-linux-x86_64"
        Stack trace from the attempt to load the library as a file:
        java.lang.UnsatisfiedLinkError: no JCublas2-12.6.0 in java.library.path: /usr/lib
        \tat java.base/java.lang.ClassLoader.loadLibrary(ClassLoader.java:2434)
        Stack trace from the attempt to load the library as a resource:
        java.lang.UnsatisfiedLinkError: /tmp/x/libJCublas2.so: libcublas.so.12: cannot open
        \tat java.base/jdk.internal.loader.NativeLibraries.load(Native Method)
        """;
    assertEquals(
        "/tmp/x/libJCublas2.so: libcublas.so.12: cannot open", JCudaNatives.reason(message));
  }

  @Test
  void anUnknownLibUtilsIsRefused() {
    byte[] call = {0x2a, (byte) 0xb8, 0x00, 0x0b};
    assertThrows(
        MalformedLibraryException.class, () -> LibUtilsPatch.withoutSystemLoad(new byte[9]));
    assertThrows(
        MalformedLibraryException.class,
        () -> LibUtilsPatch.withoutSystemLoad(Arrays.copyOf(call, 3)));
    byte[] twice = new byte[8];
    System.arraycopy(call, 0, twice, 0, 4);
    System.arraycopy(call, 0, twice, 4, 4);
    assertThrows(MalformedLibraryException.class, () -> LibUtilsPatch.withoutSystemLoad(twice));
    assertArrayEquals(
        new byte[] {0x01, (byte) 0xb8, 0x00, 0x0b}, LibUtilsPatch.withoutSystemLoad(call));
  }

  @Test
  void aFolderWithoutExecutionIsDetectedFromTheLoadersMessage() {
    Path folder = Path.of("/mnt/tmp/sluice-jcuda-7");
    String file = folder + "/libJCudaDriver.so: ";
    assertTrue(
        JCudaNatives.isNotAllowedIn(folder, file + "failed to map segment from shared object"));
    assertFalse(JCudaNatives.isNotAllowedIn(folder, file + "libcuda.so.1: cannot open"));
    assertFalse(
        JCudaNatives.isNotAllowedIn(folder, "/usr/x.so: failed to map segment from shared object"));
  }

  @Test
  void anyOtherMessageKeepsItsFirstLine() {
    assertEquals("'void x.y()'", JCudaNatives.reason("'void x.y()'\nmore"));
    assertEquals("", JCudaNatives.reason(""));
  }
}
