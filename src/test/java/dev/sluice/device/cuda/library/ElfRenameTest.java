package dev.sluice.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ElfRenameTest {
  private static final String OLD = "libcublas.so.12";
  private static final String NEW = "libcublas.so.13";

  @Test
  void onlyTheNameAndTheHashOfItsVersionChange() throws IOException {
    byte[] library = ElfLibraryTest.cublasNative();
    byte[] renamed = ElfRename.rename(library, OLD, NEW);
    List<String> needed = FakeElf.names(renamed);
    assertTrue(needed.contains(NEW) && !needed.contains(OLD), needed::toString);
    long changed = IntStream.range(0, library.length).filter(i -> library[i] != renamed[i]).count();
    assertEquals(2, changed, "the last digit in the name, and in the hash");
    assertArrayEquals(library, ElfRename.rename(renamed, NEW, OLD));
  }

  @Test
  void theOriginalLibraryIsNotChanged() throws IOException {
    byte[] library = ElfLibraryTest.cublasNative();
    byte[] before = library.clone();
    assertFalse(library == ElfRename.rename(library, OLD, NEW));
    assertArrayEquals(before, library);
  }

  @Test
  void aLibraryWithoutVersionsIsRenamedToo() {
    byte[] renamed = ElfRename.rename(FakeElf.library("a.so", OLD, "libc.so.6"), OLD, NEW);
    assertEquals(List.of(NEW, "libc.so.6"), FakeElf.names(renamed));
  }

  @Test
  void aLibraryThatDoesNotNeedTheOldNameIsRefused() {
    byte[] library = FakeElf.library("a.so", "libcublas.so.11");
    var refused =
        assertThrows(MalformedLibraryException.class, () -> ElfRename.rename(library, OLD, NEW));
    assertEquals("does not need libcublas.so.12", refused.getMessage());
  }

  @Test
  void aNameOfAnotherLengthIsRefused() {
    byte[] library = FakeElf.library("a.so", OLD);
    assertThrows(
        IllegalArgumentException.class, () -> ElfRename.rename(library, OLD, "libcublas.so.9"));
  }

  /** Values that {@code readelf -V} prints for ordinary libraries. */
  @Test
  void theHashIsThatOfTheSystemInterface() {
    assertEquals(0x09691a75, ElfRename.hash("GLIBC_2.2.5"));
    assertEquals(0x069691b4, ElfRename.hash("GLIBC_2.34"));
    assertEquals(0, ElfRename.hash(""));
  }
}
