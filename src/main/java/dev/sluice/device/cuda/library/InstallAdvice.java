package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Tells a user how to install a missing library, by one command where there is one. */
final class InstallAdvice {
  private static final String NVIDIA = "0x10de";

  private InstallAdvice() {}

  /** The folder in which {@link #command} installs NVIDIA's Python packages. */
  static Path packagesFolder(HostEnvironment host) {
    return host.cache().resolve("python");
  }

  /** The command or the readable advice that makes the library available. */
  static String command(CudaLibrary library, HostEnvironment host) {
    if (library == CudaLibrary.DRIVER) {
      return driver(host);
    }
    if (!LibraryFolders.named(host).isEmpty()) {
      return String.format(
          Locale.ROOT, "start without -D%s to search the usual places", CudaLibraries.SETTING);
    }
    String packages =
        library == CudaLibrary.CUDNN
            ? "nvidia-cudnn-cu12"
            : "nvidia-cublas-cu12 nvidia-cuda-nvrtc-cu12";
    return String.format(
        Locale.ROOT, "python3 -m pip install --target %s %s", packagesFolder(host), packages);
  }

  private static String driver(HostEnvironment host) {
    if (Files.exists(host.at("/dev/dxg"))) {
      return "install NVIDIA's driver in Windows; it includes the one for WSL";
    }
    if (!hasGpu(host)) {
      return "nothing to install, the system shows no NVIDIA GPU";
    }
    if (Files.exists(host.at("/.dockerenv")) || Files.exists(host.at("/run/.containerenv"))) {
      return "docker run --gpus all ... (the GPU is there, this container may not use it)";
    }
    return switch (distribution(host)) {
      case "ubuntu" -> "sudo ubuntu-drivers install";
      case "debian" -> "sudo apt-get install nvidia-driver";
      case "arch" -> "sudo pacman -S nvidia";
      case "fedora" -> "sudo dnf install akmod-nvidia";
      default -> "install NVIDIA's driver: https://www.nvidia.com/drivers";
    };
  }

  private static boolean hasGpu(HostEnvironment host) {
    Path devices = host.at("/sys/bus/pci/devices");
    return FolderListing.names(devices, "").stream()
        .map(device -> devices.resolve(device).resolve("vendor"))
        .anyMatch(vendor -> lines(vendor).contains(NVIDIA));
  }

  private static String distribution(HostEnvironment host) {
    return lines(host.at("/etc/os-release")).stream()
        .filter(line -> line.startsWith("ID="))
        .map(line -> line.substring("ID=".length()).replace("\"", ""))
        .findFirst()
        .orElse("");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
