package dev.sluice.device.cuda.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelSourceTest {

  @Test
  void includesHeadersOfHeadersOnce() {
    KernelFiles files =
        new KernelFolder()
            .with("a.cu", "#include \"x.cuh\"\n  # include \"y.cuh\" // both\nint a;\n")
            .with("x.cuh", "#pragma once\n#include \"z.cuh\"\n")
            .with("y.cuh", "#include \"z.cuh\"\n")
            .with("z.cuh", "int z;\n")
            .with("unused.cuh", "");
    KernelSource source = KernelSource.read(files, "a");
    assertEquals("a.cu", source.file());
    assertEquals(
        Map.of(
            "x.cuh", "#pragma once\n#include \"z.cuh\"\n",
            "y.cuh", "#include \"z.cuh\"\n",
            "z.cuh", "int z;\n"),
        source.headers());
  }

  @Test
  void headersThatIncludeEachOtherAreReadOnce() {
    KernelFiles files =
        new KernelFolder()
            .with("a.cu", "#include \"x.cuh\"\n")
            .with("x.cuh", "#pragma once\n#include \"y.cuh\"\n")
            .with("y.cuh", "#pragma once\n#include \"x.cuh\"\n");
    assertEquals(2, KernelSource.read(files, "a").headers().size());
  }

  @Test
  void ignoresOtherIncludes() {
    KernelFiles files =
        new KernelFolder().with("a.cu", "#include <x.cuh>\n// #include \"y.cuh\"\n#define N 1\n");
    assertEquals(Map.of(), KernelSource.read(files, "a").headers());
  }

  @Test
  void namesAMissingFile() {
    KernelFiles files = new KernelFolder().with("a.cu", "#include \"x.cuh\"\n");
    assertEquals(
        "module: expected the name of a kernel file, got kernels/b.cu",
        assertThrows(IllegalArgumentException.class, () -> KernelSource.read(files, "b"))
            .getMessage());
    assertEquals(
        "kernels/a.cu includes \"x.cuh\", and there is no kernels/x.cuh",
        assertThrows(IllegalStateException.class, () -> KernelSource.read(files, "a"))
            .getMessage());
  }
}
