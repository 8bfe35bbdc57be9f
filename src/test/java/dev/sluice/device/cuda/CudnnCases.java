package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.Capacity;
import dev.sluice.device.DeviceTest;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrenceProblem;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs the cases of all plans through cuDNN. A case that cuDNN does not support must be refused.
 */
final class CudnnCases implements InvocationInterceptor {

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> call,
      ExtensionContext context)
      throws Throwable {
    for (Object argument : call.getArguments()) {
      if (argument instanceof RecurrenceCase form && !CudnnCellTest.known(form.cell())) {
        invocation.skip();
        CudaDevice device = ((CudnnDevice) call.getTarget().orElseThrow()).device();
        assertRefused(device, form);
        return;
      }
      if (argument instanceof RecurrenceCase form && form.trace() != RecurrenceCase.Trace.NONE) {
        invocation.skip();
        assertTraceRefused(((CudnnDevice) call.getTarget().orElseThrow()).device(), form);
        return;
      }
    }
    invocation.proceed();
  }

  private static void assertRefused(CudaDevice device, RecurrenceCase form) {
    Capacity capacity = new Capacity(form.timesteps(), form.batch());
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> RecurrenceFixture.plan(device, form, capacity))
            .getMessage();
    assertTrue(message.startsWith("plan cudnn: "), message);
  }

  /** The forward pass refuses traces, the backward pass refuses the gradient with respect to c. */
  private static void assertTraceRefused(CudaDevice device, RecurrenceCase form) {
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, new RecurrenceProblem(form))) {
      String message = assertThrows(IllegalArgumentException.class, fixture::run).getMessage();
      assertTrue(
          message.endsWith("since plan cudnn gives no access to cell states and gates"), message);
    }
  }

  /** A {@link DeviceTest} whose device has the cuDNN plan. */
  interface CudnnDevice {
    CudaDevice device();
  }
}
