package dev.sluice.device.cuda;

import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;

/** Loads the libraries in a JVM of its own and prints what came of it. */
final class CudaLibrariesProbe {
  private CudaLibrariesProbe() {}

  public static void main(String[] arguments) {
    CudaLibraries libraries = CudaLibraries.load();
    System.out.println("unavailable " + libraries.unavailable());
    for (CudaLibrary library : CudaLibrary.values()) {
      LibraryFinding finding = libraries.finding(library);
      System.out.println(
          library + " " + finding.found().map(FoundLibrary::description).orElse(finding.missing()));
    }
    if (libraries.has(CudaLibrary.CUBLAS)) {
      int[] version = new int[1];
      JCublas2.cublasGetVersion(new cublasHandle(), version);
      System.out.println("version " + version[0]);
    }
  }
}
