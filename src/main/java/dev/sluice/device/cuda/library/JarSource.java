package dev.sluice.device.cuda.library;

import static java.util.Objects.requireNonNull;

import dev.sluice.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The redistributable jar {@code org.bytedeco:cuda:...:linux-x86_64-redist} on the class path. The
 * jar has two gigabytes. Only the requested files are unpacked, once per version of the jar, into a
 * folder that later runs use again.
 */
final class JarSource implements LibrarySource {
  /** The folder of the libraries in the jar. */
  static final String FOLDER = "org/bytedeco/cuda/linux-x86_64/";

  /** Which libraries the parts of cuDNN for recurrences need, as recorded in those files. */
  private static final Map<String, List<String>> CUDNN_NEEDS =
      Map.of(
          "libcudnn_ops_train.so.8", List.of("libcudnn_ops_infer.so.8"),
          "libcudnn_adv_infer.so.8", List.of("libcudnn_ops_infer.so.8"),
          "libcudnn_adv_train.so.8",
              List.of(
                  "libcudnn_ops_infer.so.8", "libcudnn_ops_train.so.8", "libcudnn_adv_infer.so.8"),
          "libcudnn_ops.so.9", List.of("libcudnn_graph.so.9"),
          "libcudnn_adv.so.9", List.of("libcudnn_ops.so.9", "libcudnn_graph.so.9"));

  private static final Logger LOG = LoggerFactory.getLogger(JarSource.class);

  private final Path jar;
  private final Path cache;
  private final String key;
  private final List<String> names;

  private JarSource(Path jar, Path cache) throws IOException {
    this.jar = jar;
    this.cache = cache;
    try (JarFile open = new JarFile(jar.toFile())) {
      List<JarEntry> libraries = libraries(open);
      this.key = key(libraries);
      this.names =
          libraries.stream().map(entry -> entry.getName().substring(FOLDER.length())).toList();
    }
  }

  /**
   * Finds the jar on a class path.
   *
   * @param loader has the class path
   * @param cache gets a folder for the jar's files when one is requested
   */
  static Optional<LibrarySource> on(ClassLoader loader, Path cache) {
    for (int major : CudaLibrary.CUBLAS.majors()) {
      URL found = loader.getResource(FOLDER + CudaLibrary.CUBLAS.soname(major));
      if (found != null) {
        return Optional.of(source(found, cache));
      }
    }
    return Optional.empty();
  }

  private static LibrarySource source(URL library, Path cache) {
    try {
      if (library.openConnection() instanceof JarURLConnection connection) {
        return new JarSource(Path.of(connection.getJarFileURL().toURI()), cache);
      }
      return new FolderSource(
          LibraryOrigin.CLASS_PATH, requireNonNull(Path.of(library.toURI()).getParent()));
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("class path: cannot read " + library + ": " + e, e);
    }
  }

  @Override
  public LibraryOrigin origin() {
    return LibraryOrigin.CLASS_PATH;
  }

  @Override
  public String place() {
    return jar.toString();
  }

  @Override
  public boolean has(String fileName) {
    return names.contains(fileName);
  }

  @Override
  public List<String> namesBeginning(String prefix) {
    return names.stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /** Known by name: to read it from the library itself would mean to unpack it. */
  @Override
  public List<String> needs(String fileName) {
    List<String> cudnn = CUDNN_NEEDS.get(fileName);
    if (cudnn != null) {
      return cudnn;
    }
    String stem = CudaLibrary.CUBLAS.stem();
    return fileName.startsWith(stem + ".so.")
        ? List.of(fileName.replaceFirst(stem, stem + "Lt"))
        : List.of();
  }

  @Override
  public Path file(String fileName) throws IOException {
    try (JarFile open = new JarFile(jar.toFile())) {
      JarEntry entry = open.getJarEntry(FOLDER + fileName);
      Path file = cache.resolve(key).resolve(fileName);
      if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
        unpack(open, entry, file);
      }
      return file;
    }
  }

  private static void unpack(JarFile open, JarEntry entry, Path file) throws IOException {
    LOG.info("unpacking {} ({} MiB), once", file, entry.getSize() >> 20);
    Files.createDirectories(file.getParent());
    try (InputStream in = open.getInputStream(entry)) {
      AtomicFile.replace(file, channel -> in.transferTo(Channels.newOutputStream(channel)));
    }
  }

  /** The jar's name and a checksum of its contents, so that each version has its own folder. */
  private String key(List<JarEntry> libraries) {
    CRC32 sum = new CRC32();
    for (JarEntry entry : libraries) {
      String line =
          String.format(
              Locale.ROOT, "%s %d %x%n", entry.getName(), entry.getSize(), entry.getCrc());
      sum.update(line.getBytes(StandardCharsets.UTF_8));
    }
    String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
    return String.format(Locale.ROOT, "%s-%08x", name, sum.getValue());
  }

  private static List<JarEntry> libraries(JarFile open) {
    var entries = new ArrayList<JarEntry>();
    for (JarEntry entry : Collections.list(open.entries())) {
      if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
        entries.add(entry);
      }
    }
    entries.sort(Comparator.comparing(JarEntry::getName));
    return entries;
  }
}
