package dev.sluice.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JCudaNativesTest {

  @Test
  void ofJcudasPageOfStackTracesTheLastReasonIsKept() {
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
  void anyOtherMessageKeepsItsFirstLine() {
    assertEquals("'void x.y()'", JCudaNatives.reason("'void x.y()'\nmore"));
    assertEquals("", JCudaNatives.reason(""));
  }
}
