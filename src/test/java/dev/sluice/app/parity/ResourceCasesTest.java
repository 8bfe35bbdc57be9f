package dev.sluice.app.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ChildRun;
import dev.sluice.app.Main;
import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the oracle's cases pass on the CPU, and that cases with errors fail. */
@Tag("verify")
class ResourceCasesTest {
  @TempDir private Path folder;

  static List<Path> files() {
    return ResourceCases.files();
  }

  @Test
  void everyCaseOfTheTableHasAnUpToDateFile() throws IOException {
    Map<String, OracleCase> cases = OracleCases.all();
    assertEquals(
        cases.keySet().stream().map(name -> name + ".safetensors").collect(Collectors.toSet()),
        files().stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    for (Path file : files()) {
      String name = file.getFileName().toString();
      Path again = folder.resolve(name);
      cases.get(name.replace(".safetensors", "")).file().write(again);
      assertArrayEquals(Files.readAllBytes(again), Files.readAllBytes(file), name);
    }
  }

  @Test
  void theFilesStaySmall() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      bytes += Files.size(file);
    }
    assertTrue(bytes < 350_000, bytes + " bytes");
  }

  @ParameterizedTest
  @MethodSource("files")
  void passes(Path file) {
    for (int threads = 1; threads <= 2; threads++) {
      try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(threads))) {
        assertEquals(List.of(), failing(device, ParityCaseReader.read(file)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aWrongSignOfAnyWeightIsCaught(Path file) {
    ParityCase given = ParityCaseReader.read(file);
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1))) {
      List<String> unnoticed = new ArrayList<>();
      for (CellCase cell : given.cells()) {
        for (CellParameter role : cell.weights().keySet()) {
          float[] values = cell.weights().get(role);
          int flipped =
              mostInfluential(values, given.expected().get("grad." + cell.named(role.label())));
          values[flipped] = -values[flipped];
          if (failing(device, given).isEmpty()) {
            unnoticed.add(cell.named(role.label()));
          }
          values[flipped] = -values[flipped];
        }
      }
      assertEquals(unused(given), unnoticed);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aWrongGateOrderIsCaught(Path file) {
    ParityCase given = ParityCaseReader.read(file);
    int gates = given.cells().get(0).cell().gates();
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1))) {
      for (int gate = 1; gate < gates; gate++) {
        for (CellCase cell : given.cells()) {
          swapFirstGateWith(gate, cell);
        }
        assertTrue(!failing(device, given).isEmpty(), "gates 0 and " + gate + " swapped");
        for (CellCase cell : given.cells()) {
          swapFirstGateWith(gate, cell);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void nanInTheInputIsCaught(Path file) {
    ParityCase given = ParityCaseReader.read(file);
    given.x()[0] = Float.NaN;
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1))) {
      assertTrue(
          failing(device, given).contains("grad.weight_ih_l0")
              || failing(device, given).contains("grad.weight_ih_l0_reverse"));
    }
  }

  @Test
  void casesPassWithPlainLoopsToo() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("parity", "--device", "cpu"));
    files().forEach(file -> arguments.add(file.toString()));
    ChildRun run =
        ChildRun.Jvm.with("-Dsluice.plain=true")
            .run(Main.class, arguments.toArray(String[]::new))
            .expect(0);
    assertTrue(run.err().contains("plain loops"), run.err());
  }

  /** The names of the tensors that fail. */
  static List<String> failing(Device device, ParityCase given) {
    Map<String, float[]> results = ParityRun.run(device, given);
    return given.expected().entrySet().stream()
        .filter(
            tensor ->
                !TensorComparison.of(results.get(tensor.getKey()), tensor.getValue(), 1e-4, 1e-6)
                    .passes())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The weights that the cells do not use: peepholes of coupled forget gates. */
  private static List<String> unused(ParityCase given) {
    return given.cells().stream()
        .filter(cell -> cell.cell() instanceof Lstm lstm && lstm.coupled() && lstm.peepholes())
        .map(cell -> cell.named("weight_cf"))
        .toList();
  }

  /**
   * The index of the weight with the largest effect, which is not hidden by a clip or an inactive
   * ReLU.
   */
  private static int mostInfluential(float[] values, double[] gradient) {
    int most = 0;
    for (int k = 1; k < values.length; k++) {
      if (Math.abs(values[k] * gradient[k]) > Math.abs(values[most] * gradient[most])) {
        most = k;
      }
    }
    return most;
  }

  private static void swapFirstGateWith(int gate, CellCase cell) {
    for (CellParameter role : new TreeSet<>(cell.weights().keySet())) {
      if (!role.label().matches("(weight|bias|norm)_(ih|hh)")) {
        continue;
      }
      float[] values = cell.weights().get(role);
      int block = values.length / cell.cell().gates();
      for (int k = 0; k < block; k++) {
        float first = values[k];
        values[k] = values[gate * block + k];
        values[gate * block + k] = first;
      }
    }
  }
}
