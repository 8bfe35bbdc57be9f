package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import jcuda.CudaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps JCuda from loading natives that are not ours. Its {@code LibUtils} asks {@code
 * System.loadLibrary} first, which takes whatever lies under the right name in {@code
 * java.library.path}; an empty element of {@code LD_LIBRARY_PATH} makes that the current directory.
 * The JVM keeps that path from its start, so it cannot be changed. Instead the class is defined
 * from its own bytes with one instruction changed: the name given to {@code System.loadLibrary} is
 * null, the call fails, and JCuda goes on to the copy in the temporary folder ({@link
 * JCudaNatives}).
 */
final class LibUtilsPatch {
  private static final Logger LOG = LoggerFactory.getLogger(LibUtilsPatch.class);
  private static final String LIB_UTILS = "LibUtils.class";

  /** {@code aload_0; invokestatic #11 // System.loadLibrary} in JCuda 12.6.0. */
  private static final byte[] CALL = {0x2a, (byte) 0xb8, 0x00, 0x0b};

  private static final byte ACONST_NULL = 0x01;

  private LibUtilsPatch() {}

  /** Done at first use, once in a process. */
  private static final class Installed {
    static final MalformedLibraryException FAILURE = tryInstall();
  }

  /**
   * Defines the changed class. Where the application has used JCuda before, that is left as it is.
   *
   * @throws MalformedLibraryException if JCuda's class is not the one known
   */
  static void install() {
    if (Installed.FAILURE != null) {
      throw Installed.FAILURE;
    }
  }

  private static MalformedLibraryException tryInstall() {
    try (InputStream in = CudaException.class.getResourceAsStream(LIB_UTILS)) {
      byte[] changed = withoutSystemLoad(in.readAllBytes());
      MethodHandles.privateLookupIn(CudaException.class, MethodHandles.lookup())
          .defineClass(changed);
      return null;
    } catch (LinkageError alreadyThere) {
      LOG.debug("JCuda was used before: {}", alreadyThere.getMessage());
      return null;
    } catch (IOException | IllegalAccessException e) {
      return new MalformedLibraryException("JCuda's LibUtils cannot be changed: " + e);
    } catch (MalformedLibraryException e) {
      return e;
    }
  }

  /**
   * The class file with the call made to fail.
   *
   * @throws MalformedLibraryException if the call is not there exactly once
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
