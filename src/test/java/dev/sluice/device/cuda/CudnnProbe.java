package dev.sluice.device.cuda;

import dev.sluice.cell.Gru;
import dev.sluice.device.Closeness;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrenceProblem;
import jcuda.jcudnn.JCudnn;

/** Runs one recurrence through the installed cuDNN. Tests start it in a JVM of its own. */
public final class CudnnProbe {
  private CudnnProbe() {}

  public static void main(String[] arguments) {
    DeviceOptions options = DeviceOptions.defaults().withPlan(PlanKind.CUDNN);
    RecurrenceProblem problem = new RecurrenceProblem(RecurrenceCase.of(Gru.of(3, 5), 4, 2));
    try (Device device = new CudaDeviceProvider().open(options);
        RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
      System.out.println("version " + JCudnn.cudnnGetVersion());
      Closeness.assertClose(problem.answer(), fixture.run().results());
      System.out.println("ran");
    } catch (DeviceUnavailableException e) {
      System.out.println(e.getMessage());
    }
  }
}
