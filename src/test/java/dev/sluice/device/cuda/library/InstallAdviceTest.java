package dev.sluice.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallAdviceTest {
  @TempDir private Path root;

  private FakeMachine machineWithGpu() {
    return new FakeMachine(root)
        .file("/sys/bus/pci/devices/0000:00:01.0/vendor", "0x8086\n")
        .file("/sys/bus/pci/devices/0000:65:00.0/vendor", "0x10de\n");
  }

  @Test
  void theCommandInstallsLibrariesWhereTheyAreFound() {
    var machine = new FakeMachine(root);
    String command = InstallAdvice.command(CudaLibrary.CUBLAS, machine.host());
    String folder = InstallAdvice.packagesFolder(machine.host()).toString();
    assertEquals(
        String.format(
            Locale.ROOT,
            "python3 -m pip install --target %s nvidia-cublas-cu12 nvidia-cuda-nvrtc-cu12",
            folder),
        command);
    String below = folder.substring(root.toString().length()) + "/nvidia/cublas/lib";
    machine.library(below, "libcublas.so.12");
    assertTrue(machine.search().find(CudaLibrary.CUBLAS).found().isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "ID=ubuntu, sudo ubuntu-drivers install",
    "ID=debian, sudo apt-get install nvidia-driver",
    "ID=\"arch\", sudo pacman -S nvidia",
    "ID=other, install NVIDIA's driver: https://www.nvidia.com/drivers"
  })
  void theCommandForTheDriverDependsOnTheDistribution(String release, String command) {
    var machine = machineWithGpu().file("/etc/os-release", "NAME=x\n" + release + "\n");
    assertEquals(command, InstallAdvice.command(CudaLibrary.DRIVER, machine.host()));
  }

  @Test
  void aMachineWithoutGpuNeedsNoDriver() {
    var machine = new FakeMachine(root).file("/sys/bus/pci/devices/0/vendor", "0x8086\n");
    assertEquals(
        "nothing to install, the system shows no NVIDIA GPU",
        InstallAdvice.command(CudaLibrary.DRIVER, machine.host()));
  }

  @Test
  void aContainerMustBeStartedWithItsGpus() {
    var machine = machineWithGpu().file("/.dockerenv", "");
    String remedy = InstallAdvice.command(CudaLibrary.DRIVER, machine.host());
    assertTrue(remedy.startsWith("docker run --gpus all"), remedy);
  }

  @Test
  void theReportHasALineForEachLibraryAndEachCommand() {
    var machine =
        new FakeMachine(root)
            .library("/usr/lib64", "libcuda.so.1")
            .library("/usr/lib64", "libcublas.so.11");
    List<LibraryFinding> findings =
        Arrays.stream(CudaLibrary.values()).map(machine.search()::find).toList();
    List<String> lines = LibraryReport.lines(findings, machine.host());
    assertEquals(6, lines.size(), lines::toString);
    assertEquals(
        "libcuda    " + machine.at("/usr/lib64/libcuda.so.1") + " (system loader)", lines.get(0));
    assertTrue(lines.get(1).endsWith("libcublas.so.11 is from CUDA 11"), lines.get(1));
    assertTrue(lines.get(2).startsWith("libnvrtc   missing: no usable "), lines.get(2));
    assertTrue(lines.get(3).startsWith("libcudnn   missing: no usable "), lines.get(3));
    assertTrue(lines.get(3).endsWith(" (needed only for --plan cudnn)"), lines.get(3));
    assertTrue(lines.get(4).startsWith("to fix     libcublas, libnvrtc: python3 -m pip"));
    assertTrue(lines.get(5).startsWith("to fix     libcudnn: python3 -m pip"), lines.get(5));
    assertTrue(lines.get(5).endsWith(" nvidia-cudnn-cu12"), lines.get(5));
  }
}
