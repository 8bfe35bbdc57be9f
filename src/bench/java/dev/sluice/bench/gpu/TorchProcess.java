package dev.sluice.bench.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.bench.engine.EngineProcess;
import dev.sluice.bench.engine.JsonProcess;
import dev.sluice.bench.engine.ProductPrecision;
import java.util.List;
import java.util.Map;

/**
 * PyTorch in a process that runs {@code ci/bench_torch.py}. In addition to the protocol of {@link
 * EngineProcess} it names its GPU and measures products:
 *
 * <pre>
 *   {"do": "describe"}                    {"description": "...", "card": "..."}
 *   {"do": "products", "size": 8192, "seconds": 0.2, "precision": "TF32"}    {"rate": 1e14}
 * </pre>
 */
final class TorchProcess extends EngineProcess {

  /**
   * @param command runs the script
   * @param patienceSeconds the longest time for one answer
   */
  TorchProcess(List<String> command, double patienceSeconds) {
    super(ResultRow.PYTORCH, command, Map.of(), patienceSeconds);
  }

  /** The name of its GPU, or {@code cpu}. */
  String card() {
    return described("card");
  }

  @Override
  public boolean offers(ProductPrecision precision) {
    return true;
  }

  @Override
  public int elementBytes(ProductPrecision precision) {
    return precision.pytorchBytes();
  }

  /** As {@link dev.sluice.device.cuda.GpuPeakRates#products}. */
  double products(ProductPrecision precision, int size, double seconds) {
    ObjectNode request = JsonProcess.request("products");
    request.put("precision", precision.name());
    request.put("size", size);
    request.put("seconds", seconds);
    return result(ask(request), "rate").asDouble();
  }
}
