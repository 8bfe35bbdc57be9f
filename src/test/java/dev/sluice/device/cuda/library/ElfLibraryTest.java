package dev.sluice.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ElfLibraryTest {
  static final String CUBLAS_NATIVE = "libJCublas2-12.6.0-linux-x86_64.so";
  private static final byte[] FAKE = FakeElf.library("libx.so.1", "liby.so.2", "libz.so.3");

  @TempDir private Path folder;

  static byte[] cublasNative() throws IOException {
    try (InputStream in = ElfLibraryTest.class.getResourceAsStream("/lib/" + CUBLAS_NATIVE)) {
      return in.readAllBytes();
    }
  }

  @Test
  void aLibraryHasItsNameAndTheNamesItNeeds() throws IOException {
    Path file = Files.write(folder.resolve("a"), cublasNative());
    ElfLibrary library = ElfLibrary.read(file);
    assertEquals(CUBLAS_NATIVE, library.soname());
    assertTrue(library.needed().contains("libcublas.so.12"), library::toString);
    assertTrue(library.needed().contains("libc.so.6"), library::toString);
  }

  static List<Arguments> notForThisMachine() {
    return List.of(
        Arguments.of(new byte[0], "is not an ELF file"),
        Arguments.of(
            "/* GNU ld script */ GROUP ( libx.so.1 )".getBytes(StandardCharsets.US_ASCII),
            "is not an ELF file"),
        Arguments.of(FakeElf.with(FAKE, 0, 0), "is not an ELF file"),
        Arguments.of(FakeElf.with(FAKE, FakeElf.CLASS, 1), "is a 32-bit library"),
        Arguments.of(
            FakeElf.with(FAKE, FakeElf.MACHINE, 183),
            "is for another processor (ELF machine 183, x86-64 is 62)"),
        Arguments.of(FakeElf.with(FAKE, FakeElf.TYPE, 2), "is not a shared library"),
        Arguments.of(
            Arrays.copyOf(FAKE, FAKE.length - 1),
            String.format(
                Locale.ROOT,
                "is cut off: %d bytes, at least %d are expected",
                FAKE.length - 1,
                FAKE.length)),
        Arguments.of(FakeElf.with(FAKE, 64 + 56, 7), "is malformed: no dynamic section"));
  }

  @ParameterizedTest
  @MethodSource("notForThisMachine")
  void filesThatAreNotLibrariesForThisMachineAreRefused(byte[] contents, String message) {
    Path file = FakeElf.write(folder, "a", contents);
    var refused = assertThrows(MalformedLibraryException.class, () -> ElfLibrary.read(file));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void aFolderIsNotALibrary() {
    assertThrows(MalformedLibraryException.class, () -> ElfLibrary.read(folder));
  }

  @Test
  void aDamagedLibraryIsReadOrRefused() throws IOException {
    byte[] whole = cublasNative();
    var random = new Random(1);
    int refused = 0;
    for (byte[] library : List.of(FAKE, whole)) {
      for (int i = 0; i < 2000; i++) {
        byte[] damaged = library.clone();
        for (int j = 0; j < 8; j++) {
          int area = library == whole && random.nextBoolean() ? library.length : FAKE.length;
          damaged[random.nextInt(area)] = (byte) random.nextInt();
        }
        try {
          ElfLibrary.of(new ElfImage(ByteBuffer.wrap(damaged), damaged.length));
          ElfRename.rename(damaged, "libcublas.so.12", "libcublas.so.13");
        } catch (MalformedLibraryException e) {
          refused++;
        }
      }
    }
    assertTrue(refused > 1000, "only " + refused + " refused");
  }
}
