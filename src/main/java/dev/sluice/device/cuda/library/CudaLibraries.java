package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native libraries of this process. They must be loaded before any class of JCuda is used, and
 * JCuda's classes only for the libraries that {@link #has} tells.
 *
 * <p>Where there is no driver nothing else is searched, unpacked or loaded, and where there is no
 * trace of one that is not searched either.
 */
public final class CudaLibraries {
  /** The system property that names folders, parted by colons, and so ends the search. */
  public static final String SETTING = "sluice.cuda.libraries";

  private static final Logger LOG = LoggerFactory.getLogger(CudaLibraries.class);

  private final Map<CudaLibrary, LibraryFinding> findings = new EnumMap<>(CudaLibrary.class);
  private final LibrarySearch search;
  private final String unavailable;

  private CudaLibraries(HostEnvironment host) {
    search = new LibrarySearch(host, CudaLibraries.class.getClassLoader());
    String platform = unsupportedPlatform(host);
    unavailable = platform != null ? platform : load(host);
  }

  /** Made at first use, once in a process: a library cannot be loaded twice. */
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
   * @return one line, or null if driver and cuBLAS are loaded
   */
  public String unavailable() {
    return unavailable;
  }

  /**
   * Loads a library that is loaded only on demand, at the first call.
   *
   * @return what was found, or why it cannot be used
   */
  public synchronized LibraryFinding demand(CudaLibrary library) {
    if (unavailable == null && !tried(library)) {
      findings.put(library, load(search.find(library)));
    }
    return finding(library);
  }

  /** Whether a library is loaded, and with it JCuda's class for it. */
  public boolean has(CudaLibrary library) {
    return finding(library).found().isPresent();
  }

  /** Whether it was searched: what comes after a missing one is not. */
  synchronized boolean tried(CudaLibrary library) {
    return findings.containsKey(library);
  }

  /** What was found, or why not. */
  public synchronized LibraryFinding finding(CudaLibrary library) {
    LibraryFinding known = findings.get(library);
    return known != null ? known : LibraryFinding.missing(library, unavailable);
  }

  /**
   * Why there is no CUDA on this platform.
   *
   * @return one line, or null if there may be
   */
  static String unsupportedPlatform(HostEnvironment host) {
    String system = host.properties().getOrDefault("os.name", "");
    String processor = host.properties().getOrDefault("os.arch", "");
    boolean supported = system.equals("Linux") && List.of("amd64", "x86_64").contains(processor);
    return supported
        ? null
        : String.format(Locale.ROOT, "only on Linux x86-64, this is %s %s", system, processor);
  }

  private String load(HostEnvironment host) {
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
