package dev.sluice.device.cuda.library;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the libraries without loading or unpacking any. It takes the preferred version from the
 * first source that has it. Only if no source has it, another version is taken.
 *
 * <p>If the user lists folders, only those are searched. The driver is the exception: it comes with
 * an installer, so it may also come from the system's folders.
 */
final class LibrarySearch {
  /**
   * {@code false} forbids renamed copies of JCuda's native libraries; then only CUDA 12 can be
   * used.
   */
  static final String RENAME_SETTING = "sluice.cuda.rename";

  private static final int OLDEST_KNOWN = 6;
  private static final int NEWEST_KNOWN = 19;

  private final HostEnvironment host;
  private final ClassLoader loader;
  private final List<FolderSource> named;
  private @Nullable List<LibrarySource> everywhere;

  /**
   * @param loader its class path may hold the redistributable jar
   */
  LibrarySearch(HostEnvironment host, ClassLoader loader) {
    this.host = host;
    this.loader = loader;
    this.named = LibraryFolders.named(host);
  }

  /** Searches for one library. */
  LibraryFinding find(CudaLibrary library) {
    for (FolderSource source : named) {
      if (!Files.isDirectory(source.folder())) {
        return LibraryFinding.missing(
            library,
            String.format(
                Locale.ROOT,
                "%s: expected existing folders, got %s",
                CudaLibraries.SETTING,
                source.place()));
      }
    }
    List<LibrarySource> sources = sources(library);
    var refused = new ArrayList<String>();
    for (int major : library.majors()) {
      for (LibrarySource source : sources) {
        LibraryFile file = new LibraryFile(source, library.soname(major));
        if (!source.has(file.name())) {
          continue;
        }
        try {
          return LibraryFinding.of(use(library, major, file, sources));
        } catch (MalformedLibraryException e) {
          refused.add(String.format(Locale.ROOT, "%s %s", file, e.getMessage()));
        }
      }
    }
    if (library != CudaLibrary.DRIVER) {
      refused.addAll(otherVersions(library, sources));
    }
    return LibraryFinding.missing(library, explain(library, refused));
  }

  private List<LibrarySource> sources(CudaLibrary library) {
    if (library == CudaLibrary.DRIVER) {
      var sources = new ArrayList<LibrarySource>(named);
      sources.addAll(LibraryFolders.ofSystem(host));
      return sources;
    }
    if (!named.isEmpty()) {
      return List.copyOf(named);
    }
    if (everywhere == null) {
      everywhere = new ArrayList<>(LibraryFolders.all(host));
      JarSource.on(loader, host.cache()).ifPresent(everywhere::add);
    }
    return everywhere;
  }

  private FoundLibrary use(
      CudaLibrary library, int major, LibraryFile file, List<LibrarySource> sources) {
    if (library == CudaLibrary.DRIVER) {
      file.source().needs(file.name());
      return new FoundLibrary(library, major, file, List.of());
    }
    if (major != library.nativeMajor() && !renameAllowed()) {
      throw new MalformedLibraryException(
          String.format(Locale.ROOT, "is not used, since %s=false", RENAME_SETTING));
    }
    Set<LibraryFile> before = new LinkedHashSet<>();
    addNeeded(file, sources, before);
    if (library == CudaLibrary.NVRTC) {
      // NVRTC loads its built-in functions itself, at first use.
      file.source().namesBeginning("libnvrtc-builtins.so." + major).stream()
          .map(name -> new LibraryFile(file.source(), name))
          .forEach(before::add);
    }
    if (library == CudaLibrary.CUDNN) {
      // cuDNN loads its parts itself too. Recurrences use the "adv" part and what that needs.
      for (String name : file.source().namesBeginning("libcudnn_adv")) {
        if (name.endsWith(".so." + major)) {
          LibraryFile part = new LibraryFile(file.source(), name);
          addNeeded(part, sources, before);
          before.add(part);
        }
      }
    }
    return new FoundLibrary(library, major, file, List.copyOf(before));
  }

  private boolean renameAllowed() {
    return !"false".equals(host.properties().get(RENAME_SETTING));
  }

  /**
   * Adds the CUDA libraries that a file needs, directly or not; a library comes after those it
   * needs.
   */
  private static void addNeeded(
      LibraryFile file, List<LibrarySource> sources, Set<LibraryFile> before) {
    for (String name : file.source().needs(file.name())) {
      if (isOfCuda(name)) {
        LibraryFile needed = locate(name, file.source(), sources);
        if (!before.contains(needed)) {
          addNeeded(needed, sources, before);
          before.add(needed);
        }
      }
    }
  }

  private static boolean isOfCuda(String name) {
    return Stream.of("libcublas", "libcudart", "libcudnn", "libnv").anyMatch(name::startsWith);
  }

  /** Looks in the source of the library that needs it, else in the first source that has it. */
  private static LibraryFile locate(
      String name, LibrarySource beside, List<LibrarySource> sources) {
    if (beside.has(name)) {
      return new LibraryFile(beside, name);
    }
    Optional<LibrarySource> holder =
        sources.stream().filter(source -> source.has(name)).findFirst();
    return new LibraryFile(
        holder.orElseThrow(
            () ->
                new MalformedLibraryException(
                    String.format(Locale.ROOT, "needs %s, which is missing", name))),
        name);
  }

  private static List<String> otherVersions(CudaLibrary library, List<LibrarySource> sources) {
    var found = new ArrayList<String>();
    for (int major = OLDEST_KNOWN; major <= NEWEST_KNOWN; major++) {
      for (LibrarySource source : sources) {
        if (!library.majors().contains(major) && source.has(library.soname(major))) {
          found.add(
              String.format(
                  Locale.ROOT,
                  "%s is from %s %d",
                  new LibraryFile(source, library.soname(major)),
                  library.product(),
                  major));
        }
      }
    }
    return found;
  }

  private String explain(CudaLibrary library, List<String> refused) {
    String names =
        library.majors().stream().map(library::soname).collect(Collectors.joining(" or "));
    String where =
        named.isEmpty() || library == CudaLibrary.DRIVER
            ? ""
            : String.format(
                Locale.ROOT,
                " in %s (%s)",
                named.stream().map(FolderSource::place).collect(Collectors.joining(", ")),
                CudaLibraries.SETTING);
    String besides = refused.isEmpty() ? "" : "; " + String.join("; ", refused);
    return "no usable " + names + where + besides;
  }
}
