package dev.sluice.device.cuda.library;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.JCudaVersion;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;
import jcuda.nvrtc.JNvrtc;
import org.jspecify.annotations.Nullable;

/**
 * Loads JCuda's native libraries. JCuda looks for them in {@code java.io.tmpdir} and would load a
 * file that another process left there. So while a JCuda class loads its native library, that
 * property names a private folder that no other user may enter. The folder can also hold a copy
 * that needs another version of CUDA. {@link LibUtilsPatch} makes it the only place in which JCuda
 * looks. The copies are deleted at once; a loaded library stays in memory.
 */
final class JCudaNatives {
  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";
  private static final String JCUDNN_VERSION = "11.7.0";
  private static final Pattern REASON = Pattern.compile("UnsatisfiedLinkError: (.*)");

  private JCudaNatives() {}

  /**
   * Initialises JCuda's class for a library, which must be loaded already.
   *
   * @throws TemporaryFolderException if the temporary folder does not allow to write or load a copy
   * @throws IOException if the copy cannot be made
   * @throws UnsatisfiedLinkError if it cannot be loaded; the message is one line
   * @throws MalformedLibraryException if the library is not the expected one
   */
  static synchronized void load(FoundLibrary library) throws IOException {
    LibUtilsPatch.install();
    String usual = System.getProperty(TEMPORARY_FOLDER);
    Path folder = folderWithin(usual);
    try {
      unpack(library, folder);
      System.setProperty(TEMPORARY_FOLDER, folder.toString());
      initialise(library.library());
    } catch (UnsatisfiedLinkError e) {
      if (isNotAllowedIn(folder, e.getMessage())) {
        throw new TemporaryFolderException(
            usual, "does not allow to load a library (mounted noexec?)", e);
      }
      throw e;
    } finally {
      System.setProperty(TEMPORARY_FOLDER, usual);
      delete(folder);
    }
  }

  private static Path folderWithin(String usual) throws TemporaryFolderException {
    try {
      Path folder = Files.createTempDirectory("sluice-jcuda-");
      // java.io.File caches the folder at its first use. This use makes it cache the usual one.
      Files.delete(File.createTempFile("sluice-", null, null).toPath());
      return folder;
    } catch (IOException e) {
      throw new TemporaryFolderException(usual, "cannot be written to", e);
    }
  }

  /**
   * Whether a loader's message, GNU's or musl's, means that files in the folder may not be
   * executed.
   */
  static boolean isNotAllowedIn(Path folder, @Nullable String message) {
    return message != null
        && message.contains(folder.toString())
        && (message.contains("failed to map segment from shared object")
            || message.contains("Operation not permitted"));
  }

  private static void unpack(FoundLibrary library, Path folder) throws IOException {
    Class<?> binding = binding(library.library());
    String packed = fileName(binding, packedVersion(library.library()));
    byte[] contents;
    try (InputStream in = binding.getResourceAsStream("/lib/" + packed)) {
      if (in == null) {
        throw new IOException("class path: no /lib/" + packed);
      }
      contents = in.readAllBytes();
    }
    if (library.needsRename()) {
      contents =
          ElfRename.rename(
              contents,
              library.library().soname(library.library().nativeMajor()),
              library.library().soname(library.major()));
    }
    Files.write(folder.resolve(fileName(binding, JCudaVersion.get())), contents);
  }

  private static String fileName(Class<?> binding, String version) {
    return String.format(Locale.ROOT, "lib%s-%s-linux-x86_64.so", binding.getSimpleName(), version);
  }

  /**
   * The version in the file name. JCudnn is older than JCuda, but its classes ask for JCuda's
   * version.
   */
  private static String packedVersion(CudaLibrary library) {
    return library == CudaLibrary.CUDNN ? JCUDNN_VERSION : JCudaVersion.get();
  }

  /** A class literal does not initialise its class. */
  private static Class<?> binding(CudaLibrary library) {
    return switch (library) {
      case DRIVER -> JCudaDriver.class;
      case CUBLAS -> JCublas2.class;
      case NVRTC -> JNvrtc.class;
      case CUDNN -> JCudnn.class;
    };
  }

  private static void initialise(CudaLibrary library) {
    try {
      switch (library) {
        case DRIVER -> JCudaDriver.setExceptionsEnabled(true);
        case CUBLAS -> JCublas2.setExceptionsEnabled(true);
        case NVRTC -> JNvrtc.setExceptionsEnabled(true);
        case CUDNN -> JCudnn.setExceptionsEnabled(false); // It does not know the codes of cuDNN 9.
      }
    } catch (UnsatisfiedLinkError e) {
      throw new UnsatisfiedLinkError(reason(Objects.requireNonNullElse(e.getMessage(), "")));
    }
  }

  /**
   * Extracts the reason from JCuda's message, which holds stack traces of all its attempts. The
   * last one matters.
   */
  static String reason(String message) {
    String reason = message.lines().findFirst().orElse("");
    Matcher matcher = REASON.matcher(message);
    while (matcher.find()) {
      reason = matcher.group(1);
    }
    return reason;
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
