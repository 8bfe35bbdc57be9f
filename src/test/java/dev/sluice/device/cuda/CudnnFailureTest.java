package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ChildRun;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Capacity;
import dev.sluice.device.Closeness;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.OutOfDeviceMemoryException;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.RecurrenceProblem;
import dev.sluice.device.Scope;
import dev.sluice.resource.Leaks;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Failures of the cuDNN plan: a missing library, another version, too little memory, unsupported
 * requests.
 */
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class CudnnFailureTest {
  private static final RecurrenceCase FORM =
      new RecurrenceCase(
          Lstm.of(3, 5).withBiases(Biases.SINGLE),
          7,
          4,
          Direction.REVERSE,
          RecurrenceCase.Lengths.MIXED_WITH_ZEROS,
          true,
          Bptt.truncated(3),
          RecurrenceCase.Upstream.ALL);

  @TempDir private Path folder;

  @BeforeEach
  void restart() {
    Simulation.restart();
  }

  private static CudaDevice open() {
    return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.CUDNN));
  }

  /**
   * Runs out of memory at the first allocation of plan and pass, then at the second and so on,
   * until memory suffices.
   */
  @Test
  void runningOutOfMemoryAnywhereLeaksNothing() {
    RecurrenceProblem problem = new RecurrenceProblem(FORM);
    try (CudaDevice device = open()) {
      Capacity capacity = new Capacity(FORM.timesteps(), FORM.batch());
      try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
        fixture.run();
        long used = device.bytesInUse();
        long objects = Simulation.count("blas");
        Leaks leaks = new Leaks();
        int failures = 0;
        for (long room = 0; !succeeds(device, fixture, capacity, room); room += 128) {
          failures++;
          leaks.assertNone();
          assertEquals(used, device.bytesInUse());
          assertEquals(objects, Simulation.count("blas"));
        }
        assertTrue(failures > 10, "failures: " + failures);
        Simulation.defaults();
      }
      try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
        Closeness.assertClose(problem.answer(), fixture.run().results());
      }
    }
    assertEquals(0, Simulation.count("allocations"));
    assertEquals(0, Simulation.count("blas"));
  }

  private static boolean succeeds(
      CudaDevice device, RecurrenceFixture fixture, Capacity capacity, long room) {
    Simulation.set("total_memory", Simulation.count("bytes") + room);
    try (RecurrencePlan plan = RecurrenceFixture.plan(device, FORM, capacity);
        RecurrencePass pass =
            plan.forward(
                fixture.inputs,
                fixture.parameters,
                fixture.outputs,
                RecurrencePlan.Keep.FOR_BACKWARD)) {
      pass.backward(fixture.upstream, fixture.gradients);
      return true;
    } catch (OutOfDeviceMemoryException e) {
      return false;
    }
  }

  @Test
  void tracesAreRefused() {
    try (CudaDevice device = open();
        RecurrenceFixture fixture = new RecurrenceFixture(device, new RecurrenceProblem(FORM));
        Scope scope = device.scope()) {
      FeatureSlice cells = FeatureSlice.of(scope.floats(7, 4, 5));
      FeatureSlice gates = FeatureSlice.of(scope.floats(7, 4, 20));
      FeatureSlice y = fixture.outputs.y();
      assertRefused("cells: ", fixture, new RecurrencePlan.Outputs(y, cells, null, null, null));
      assertRefused("gates: ", fixture, new RecurrencePlan.Outputs(y, null, gates, null, null));
      try (RecurrencePass pass = fixture.forward(RecurrencePlan.Keep.FOR_BACKWARD)) {
        var upstream = new RecurrencePlan.OutputGradients(null, cells, null, null);
        String message =
            assertThrows(
                    IllegalArgumentException.class,
                    () -> pass.backward(upstream, fixture.gradients))
                .getMessage();
        assertTrue(message.startsWith("dCells: "), message);
      }
    }
  }

  private static void assertRefused(
      String argument, RecurrenceFixture fixture, RecurrencePlan.Outputs outputs) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    fixture.plan.forward(
                        fixture.inputs, fixture.parameters, outputs, RecurrencePlan.Keep.OUTPUTS))
            .getMessage();
    assertTrue(message.startsWith(argument), message);
  }

  @Test
  void bfloat16IsRefusedAndLeaksNothing() {
    DeviceOptions options =
        DeviceOptions.defaults().withPlan(PlanKind.CUDNN).withPrecision(Precision.BFLOAT16);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Gpus.open(options)).getMessage();
    assertTrue(message.startsWith("plan cudnn: expected precision float32 or tf32"), message);
    assertEquals(0, Simulation.count("contexts"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8907", "90501"})
  void eachVersionRunsInAProcessOfItsOwn(String version) throws Exception {
    copyLibraries();
    if (version.equals("90501")) {
      Files.delete(folder.resolve("libcudnn.so.8"));
      Files.copy(
          SimulatedDriver.build().resolve("cudnn9/libcudnn.so.9"), folder.resolve("libcudnn.so.9"));
    }
    assertEquals("version " + version + "\nran\n", probe().expect(0).out());
  }

  @Test
  void aMissingLibraryIsNamed() throws Exception {
    copyLibraries();
    Files.delete(folder.resolve("libcudnn.so.8"));
    String out = probe().expect(0).out();
    assertTrue(
        out.contains("plan cudnn: no usable libcudnn.so.8 or libcudnn.so.9 in " + folder), out);
  }

  private void copyLibraries() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SimulatedDriver.build(), "*.so*")) {
      for (Path file : files) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  private ChildRun probe() throws Exception {
    return ChildRun.Jvm.with("-Dsluice.cuda.libraries=" + folder).run(CudnnProbe.class);
  }
}
