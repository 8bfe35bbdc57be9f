package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import jcuda.CudaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Patches JCuda's {@code LibUtils}, so that JCuda loads only the native libraries that {@link
 * JCudaNatives} provides. The original calls {@code System.loadLibrary} first. That loads any file
 * of the right name in {@code java.library.path}, which includes the current directory if {@code
 * LD_LIBRARY_PATH} has an empty element. The JVM reads that path at its start, so it cannot be
 * changed later. Instead this class defines {@code LibUtils} from its own bytes with one
 * instruction changed: the argument of {@code System.loadLibrary} is null. So that call fails, and
 * JCuda continues with the copy in the temporary folder.
 */
final class LibUtilsPatch {
  private static final Logger LOG = LoggerFactory.getLogger(LibUtilsPatch.class);
  private static final String LIB_UTILS = "LibUtils.class";

  /** {@code aload_0; invokestatic #11 // System.loadLibrary} in JCuda 12.6.0. */
  private static final byte[] CALL = {0x2a, (byte) 0xb8, 0x00, 0x0b};

  private static final byte ACONST_NULL = 0x01;

  private LibUtilsPatch() {}

  /** Holds the result of the installation, which runs at first use, once in a process. */
  private static final class Installed {
    static final @Nullable MalformedLibraryException FAILURE = tryInstall();
  }

  /**
   * Defines the changed class. If the application has used JCuda before, the original class stays.
   *
   * @throws MalformedLibraryException if the class is not that of the known JCuda version
   */
  static void install() {
    if (Installed.FAILURE != null) {
      throw Installed.FAILURE;
    }
  }

  private static @Nullable MalformedLibraryException tryInstall() {
    try (InputStream in = CudaException.class.getResourceAsStream(LIB_UTILS)) {
      byte[] changed = withoutSystemLoad(in.readAllBytes());
      MethodHandles.privateLookupIn(CudaException.class, MethodHandles.lookup())
          .defineClass(changed);
      return null;
    } catch (LinkageError alreadyThere) {
      LOG.debug("JCuda was used before: {}", alreadyThere.getMessage());
      return null;
    } catch (IOException | IllegalAccessException e) {
      return new MalformedLibraryException("JCuda's LibUtils cannot be patched: " + e);
    } catch (MalformedLibraryException e) {
      return e;
    }
  }

  /**
   * Copies the class file, with the call changed so that it fails.
   *
   * @throws MalformedLibraryException if the file does not contain the call exactly once
   */
  static byte[] withoutSystemLoad(byte[] classFile) {
    int at = find(classFile, 0);
    if (at < 0 || find(classFile, at + 1) >= 0) {
      throw new MalformedLibraryException("JCuda's LibUtils is not that of JCuda 12.6.0");
    }
    byte[] changed = classFile.clone();
    changed[at] = ACONST_NULL;
    return changed;
  }

  private static int find(byte[] bytes, int from) {
    for (int at = from; at <= bytes.length - CALL.length; at++) {
      int k = 0;
      while (k < CALL.length && bytes[at + k] == CALL[k]) {
        k++;
      }
      if (k == CALL.length) {
        return at;
      }
    }
    return -1;
  }
}
