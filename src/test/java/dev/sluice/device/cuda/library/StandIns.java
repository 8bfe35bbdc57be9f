package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/** Builds fake NVIDIA libraries with g++. They have only the few functions that loading needs. */
final class StandIns {
  private static final String DRIVER =
      """
      #include <cstring>
      typedef unsigned long size;
      extern "C" {
      int cuDriverGetVersion(int* v) { *v = VERSION; return 0; }
      int cuInit(unsigned) { return INIT; }
      int cuDeviceGetCount(int* n) { *n = COUNT; return 0; }
      int cuDeviceGet(int* d, int i) { *d = i; return 0; }
      int cuDeviceGetName(char* name, int n, int) { strncpy(name, "Stand-in GPU", n); return 0; }
      int cuDeviceTotalMem_v2(size* bytes, int) { *bytes = 3ul << 29; return 0; }
      int cuDeviceGetAttribute(int* v, int which, int) { *v = which == 75 ? 8 : 6; return 0; }
      }
      """;
  private static final String CUBLAS =
      """
      extern "C" int cublasLtStandIn();
      extern "C" int cublasGetVersion_v2(void*, int* v) { *v = cublasLtStandIn(); return 0; }
      """;
  private static final String CUBLAS_LT =
      """
      extern "C" int cublasLtStandIn() { return MAJOR * 10000; }
      """;

  private final Path folder;

  /**
   * @param folder for the libraries; it is created
   */
  StandIns(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Skips the test with a message if there is no g++; fails it if CI=true. */
  static void requireCompiler() {
    String why = "no g++: nothing was loaded in place of NVIDIA's libraries";
    try {
      run(List.of("g++", "--version"));
    } catch (IOException e) {
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(why, e);
      }
      System.err.println("SKIPPED: " + why);
      Assumptions.abort(why);
    }
  }

  StandIns driver(int version, int initResult, int devices) throws IOException {
    build(
        DRIVER,
        "libcuda.so.1",
        "libcuda.so.1",
        "-DVERSION=" + version,
        "-DINIT=" + initResult,
        "-DCOUNT=" + devices);
    return this;
  }

  /** Builds cuBLAS, with the symbol version of the real one, and the library that it needs. */
  StandIns cublas(int major) throws IOException {
    return cublas(major, CudaLibrary.CUBLAS.soname(major));
  }

  /** Builds cuBLAS with another soname; without one if it is empty. */
  StandIns cublas(int major, String soname) throws IOException {
    String name = CudaLibrary.CUBLAS.soname(major);
    String needed = "libcublasLt.so." + major;
    build(CUBLAS_LT, needed, needed, "-DMAJOR=" + major);
    Path map = folder.resolve("cublas.map");
    Files.writeString(map, name + " { global: cublas*; local: *; };");
    build(CUBLAS, name, soname, "-Wl,--version-script=" + map, folder.resolve(needed).toString());
    Files.delete(map);
    return this;
  }

  /** Builds a library that creates a file if it is ever loaded. */
  static void intruder(Path file, Path mark) throws IOException {
    Path code =
        Files.writeString(
            file.resolveSibling("intruder.cpp"),
            """
            #include <cstdio>
            __attribute__((constructor)) static void loaded() { fclose(fopen(MARK, "w")); }
            """);
    run(
        List.of(
            "g++",
            "-shared",
            "-fPIC",
            String.format(Locale.ROOT, "-DMARK=\"%s\"", mark),
            code.toString(),
            "-o",
            file.toString()));
    Files.delete(code);
  }

  Path folder() {
    return folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  private void build(String source, String fileName, String soname, String... options)
      throws IOException {
    Path code = Files.writeString(folder.resolve("stand-in.cpp"), source);
    var command = new ArrayList<>(List.of("g++", "-shared", "-fPIC", code.toString()));
    command.addAll(List.of("-o", file(fileName).toString()));
    if (!soname.isEmpty()) {
      command.add("-Wl,-soname," + soname);
    }
    command.addAll(List.of(options));
    run(command);
    Files.delete(code);
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + said);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
