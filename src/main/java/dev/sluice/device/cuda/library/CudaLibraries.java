package dev.sluice.device.cuda.library;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads NVIDIA's native libraries into this process. Loading must come before any use of a JCuda
 * class. A JCuda class may be used only if {@link #has} is true for its library.
 *
 * <p>Without a driver, no other library is searched, unpacked or loaded. Without a sign of a driver
 * on the machine, the driver is not searched either.
 */
public final class CudaLibraries {
  /** The system property that lists the only folders to search, separated by colons. */
  public static final String SETTING = "sluice.cuda.libraries";

  private static final Logger LOG = LoggerFactory.getLogger(CudaLibraries.class);

  private final Map<CudaLibrary, LibraryFinding> findings = new EnumMap<>(CudaLibrary.class);
  private final LibrarySearch search;
  private final @Nullable String unavailable;

  private CudaLibraries(HostEnvironment host) {
    search = new LibrarySearch(host, CudaLibraries.class.getClassLoader());
    String platform = unsupportedPlatform(host);
    unavailable = platform != null ? platform : load(host);
  }

  /** Created at first use, once in a process: a library cannot be loaded twice. */
  private static final class Loaded {
    static final CudaLibraries INSTANCE = new CudaLibraries(HostEnvironment.here());
  }

  /** Finds and loads the libraries, at the first call; every call returns the same. */
  public static CudaLibraries load() {
    return Loaded.INSTANCE;
  }

  /**
   * Why CUDA cannot be used here.
   *
   * @return one line, or null if the driver and cuBLAS are loaded
   */
  public @Nullable String unavailable() {
    return unavailable;
  }

  /**
   * Loads an optional library at the first call.
   *
   * @return what was found, or why it cannot be used
   */
  public synchronized LibraryFinding demand(CudaLibrary library) {
    if (unavailable == null && !tried(library)) {
      findings.put(library, load(search.find(library)));
    }
    return finding(library);
  }

  /** Whether a library and JCuda's class for it are loaded. */
  public boolean has(CudaLibrary library) {
    return finding(library).found().isPresent();
  }

  /** Whether the library was searched: the search ends at the first missing one. */
  synchronized boolean tried(CudaLibrary library) {
    return findings.containsKey(library);
  }

  /** The library that was found, or why it is missing. */
  public synchronized LibraryFinding finding(CudaLibrary library) {
    LibraryFinding known = findings.get(library);
    return known != null
        ? known
        : LibraryFinding.missing(library, requireNonNullElse(unavailable, "not searched for yet"));
  }

  /**
   * Why there is no CUDA on this platform.
   *
   * @return one line, or null if CUDA supports the platform
   */
  static @Nullable String unsupportedPlatform(HostEnvironment host) {
    String system = host.properties().getOrDefault("os.name", "");
    String processor = host.properties().getOrDefault("os.arch", "");
    boolean supported = system.equals("Linux") && List.of("amd64", "x86_64").contains(processor);
    return supported
        ? null
        : String.format(Locale.ROOT, "only on Linux x86-64, this is %s %s", system, processor);
  }

  private @Nullable String load(HostEnvironment host) {
    if (!DriverProbe.mayHaveDriver(host)) {
      return "no NVIDIA driver is loaded";
    }
    for (CudaLibrary library : CudaLibrary.values()) {
      if (library.onDemand()) {
        continue;
      }
      LibraryFinding finding = load(search.find(library));
      findings.put(library, finding);
      LOG.debug(
          "{}: {}",
          library.stem(),
          finding.found().map(FoundLibrary::description).orElse(finding.missing()));
      if (finding.found().isEmpty() && !library.optional()) {
        return finding.missing();
      }
    }
    LOG.info(
        "CUDA libraries: {}",
        findings.values().stream()
            .flatMap(finding -> finding.found().stream())
            .map(FoundLibrary::description)
            .collect(Collectors.joining(", ")));
    return null;
  }

  private static LibraryFinding load(LibraryFinding finding) {
    if (finding.found().isEmpty()) {
      return finding;
    }
    FoundLibrary found = finding.found().get();
    try {
      for (LibraryFile file : found.before()) {
        System.load(file.path().toString());
      }
      System.load(found.file().path().toString());
      JCudaNatives.load(found);
      return finding;
    } catch (TemporaryFolderException e) {
      return LibraryFinding.missing(
          found.library(), notLoaded(found, e), TemporaryFolderException.REMEDY);
    } catch (IOException | MalformedLibraryException | LinkageError e) {
      return LibraryFinding.missing(found.library(), notLoaded(found, e));
    }
  }

  private static String notLoaded(FoundLibrary library, Throwable why) {
    return String.format(Locale.ROOT, "%s cannot be loaded: %s", library.file(), why.getMessage());
  }
}
