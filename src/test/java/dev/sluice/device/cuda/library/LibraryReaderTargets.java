package dev.sluice.device.cuda.library;

import dev.sluice.torture.ByteMutator;
import dev.sluice.torture.ReaderTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Fuzz targets: the readers of shared libraries. */
public final class LibraryReaderTargets {
  private static final String FROM = "libcublas.so.12";
  private static final String TO = "libcublas.so.13";

  private LibraryReaderTargets() {}

  /** Reads the names that a library needs, and renames one. */
  public static List<ReaderTarget> all() {
    return List.of(
        new ReaderTarget(
            "elf",
            "libx.so",
            List.of(FakeElf.library("libx.so.1", FROM, "libc.so.6")),
            new ByteMutator(FROM, TO),
            Set.of(MalformedLibraryException.class),
            LibraryReaderTargets::read));
  }

  private static void read(Path file) throws Exception {
    ElfLibrary.read(file);
    ElfRename.rename(Files.readAllBytes(file), FROM, TO);
  }
}
