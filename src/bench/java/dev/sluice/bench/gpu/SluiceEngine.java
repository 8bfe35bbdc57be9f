package dev.sluice.bench.gpu;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.Devices;
import dev.sluice.device.OutOfDeviceMemoryException;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import dev.sluice.device.cuda.GpuProperties;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.RecurrentSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** This engine with one kind of plan, with a device for each precision. */
final class SluiceEngine implements Engine {
  private static final List<String> NO_ROOM = List.of("OUT_OF_MEMORY", "ALLOC_FAILED");

  private final PlanKind plan;
  private final Map<Precision, Device> devices = new EnumMap<>(Precision.class);
  private final Map<Precision, String> refused = new EnumMap<>(Precision.class);

  SluiceEngine(PlanKind plan) {
    this.plan = plan;
  }

  @Override
  public String name() {
    return plan.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String description() {
    return "Sluice, plan " + name();
  }

  @Override
  public boolean offers(ProductPrecision arithmetic) {
    return arithmetic.precision().isPresent();
  }

  @Override
  public int elementBytes(ProductPrecision arithmetic) {
    return Float.BYTES;
  }

  @Override
  public Prepared prepare(BenchTask task, ProductPrecision arithmetic, int sets) {
    return withRoom(
        () -> {
          Device device = device(arithmetic);
          return task.kind() == BenchTask.Kind.LAYER
              ? new LayerPasses(device, task, sets)
              : new StepPasses(device, task);
        });
  }

  private Device device(ProductPrecision arithmetic) {
    Precision precision = arithmetic.precision().orElseThrow();
    if (!devices.containsKey(precision) && !refused.containsKey(precision)) {
      DeviceOptions options = DeviceOptions.defaults().withPlan(plan).withPrecision(precision);
      try {
        devices.put(precision, Devices.open("cuda", options));
      } catch (IllegalArgumentException | DeviceUnavailableException e) {
        refused.put(precision, e.getMessage());
      }
    }
    if (refused.containsKey(precision)) {
      throw new UnsupportedOperationException(refused.get(precision));
    }
    return devices.get(precision);
  }

  /** The layers of a task. */
  static RecurrentSpec layers(BenchTask task) {
    Cell cell =
        switch (task.cell()) {
          case "rnn" -> Rnn.of(task.inputSize(), task.hiddenSize());
          case "lstm" -> Lstm.of(task.inputSize(), task.hiddenSize());
          default -> Gru.of(task.inputSize(), task.hiddenSize());
        };
    return RecurrentSpec.of(cell)
        .withLayers(task.layers())
        .withDirections(
            task.directions() == 1 ? DirectionMode.FORWARD : DirectionMode.BIDIRECTIONAL);
  }

  /** Runs work; turns its failures for lack of memory into {@link NoRoomException}. */
  static <T> T withRoom(Supplier<T> work) {
    try {
      return work.get();
    } catch (OutOfDeviceMemoryException e) {
      throw new NoRoomException(e.getMessage());
    } catch (DeviceException e) {
      if (NO_ROOM.stream().anyMatch(e.getMessage()::contains)) {
        throw new NoRoomException(e.getMessage());
      }
      throw e;
    }
  }

  @Override
  public void trim() {
    devices.values().forEach(GpuProperties::trim);
  }

  @Override
  public void close() {
    devices.values().forEach(Device::close);
  }
}
