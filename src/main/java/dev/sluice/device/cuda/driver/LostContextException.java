package dev.sluice.device.cuda.driver;

import dev.sluice.device.DeviceException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jcuda.CudaException;
import jcuda.driver.CUresult;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a kernel has failed on the GPU or the GPU is gone. The context is then unusable for
 * the whole process: every further call returns the same code, and the contents of its memory are
 * lost. For most of these codes NVIDIA documents a new process as the only remedy. Where a new
 * context is enough, {@link CudaContext} creates one.
 */
public final class LostContextException extends DeviceException {
  private static final long serialVersionUID = 1;

  private static final Set<String> CODES =
      IntStream.of(
              CUresult.CUDA_ERROR_DEINITIALIZED,
              CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE,
              CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
              CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
              CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
              CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED,
              CUresult.CUDA_ERROR_ASSERT,
              CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
              CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
              CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
              CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
              CUresult.CUDA_ERROR_INVALID_PC,
              CUresult.CUDA_ERROR_LAUNCH_FAILED,
              CUresult.CUDA_ERROR_UNKNOWN)
          .mapToObj(CUresult::stringFor)
          .collect(Collectors.toUnmodifiableSet());

  LostContextException(String message, CudaException cause) {
    super(
        message
            + " (the GPU's context is lost: close the device before opening it again; if that"
            + " fails too, restart the process)",
        cause);
  }

  /** Whether a driver's code means that the context is lost. */
  static boolean isCausedBy(@Nullable String code) {
    return CODES.contains(code);
  }
}
