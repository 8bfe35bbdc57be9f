package dev.sluice.device.cuda.library;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reports where each library was found, which ones are missing, and how to install them. */
public final class LibraryReport {
  private static final String ROW = "%-10s %s";

  private LibraryReport() {}

  /** The report on this machine and process. */
  public static List<String> lines() {
    return lines(CudaLibraries.load(), HostEnvironment.here());
  }

  /**
   * One line for each library, and one for each command that installs missing ones. If the driver
   * is missing, the other libraries have not been loaded, so this method searches for them.
   */
  static List<String> lines(CudaLibraries libraries, HostEnvironment host) {
    if (CudaLibraries.unsupportedPlatform(host) != null) {
      return List.of();
    }
    var search = new LibrarySearch(host, LibraryReport.class.getClassLoader());
    var findings = new ArrayList<LibraryFinding>();
    for (CudaLibrary library : CudaLibrary.values()) {
      findings.add(libraries.tried(library) ? libraries.finding(library) : search.find(library));
    }
    return lines(findings, host);
  }

  static List<String> lines(List<LibraryFinding> findings, HostEnvironment host) {
    var lines = new ArrayList<String>();
    Map<String, String> missingByCommand = new LinkedHashMap<>();
    for (LibraryFinding finding : findings) {
      CudaLibrary library = finding.library();
      if (finding.found().isPresent()) {
        lines.add(
            String.format(Locale.ROOT, ROW, library.stem(), finding.found().get().description()));
      } else {
        lines.add(String.format(Locale.ROOT, ROW, library.stem(), missing(finding)));
        missingByCommand.merge(
            finding.remedy().isEmpty() ? InstallAdvice.command(library, host) : finding.remedy(),
            library.stem(),
            (first, second) -> first + ", " + second);
      }
    }
    missingByCommand.forEach(
        (command, names) ->
            lines.add(String.format(Locale.ROOT, ROW, "to fix", names + ": " + command)));
    return lines;
  }

  private static String missing(LibraryFinding finding) {
    String purpose =
        switch (finding.library()) {
          case NVRTC -> " (needed only for a GPU that the built kernels do not support)";
          case CUDNN -> " (needed only for --plan cudnn)";
          default -> "";
        };
    return "missing: " + finding.missing() + purpose;
  }
}
