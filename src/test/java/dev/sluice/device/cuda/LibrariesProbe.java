package dev.sluice.device.cuda;

import dev.sluice.device.cuda.library.CudaLibraries;
import dev.sluice.device.cuda.library.CudaLibrary;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;

/** Loads the libraries and prints the result. Tests start it in a JVM of its own. */
public final class LibrariesProbe {
  private LibrariesProbe() {}

  public static void main(String[] arguments) {
    var provider = new CudaDeviceProvider();
    System.out.println("unavailable " + provider.unavailable());
    provider.devices().forEach(System.out::println);
    provider.report().forEach(System.out::println);
    if (CudaLibraries.load().has(CudaLibrary.CUBLAS)) {
      int[] version = new int[1];
      JCublas2.cublasGetVersion(new cublasHandle(), version);
      System.out.println("version " + version[0]);
    }
    System.out.println("tmpdir " + System.getProperty("java.io.tmpdir"));
  }
}
