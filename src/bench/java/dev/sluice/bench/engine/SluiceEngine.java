package dev.sluice.bench.engine;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.OutOfDeviceMemoryException;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.RecurrentSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** This engine on one kind of device, with a device for each precision. */
public final class SluiceEngine implements Engine {
  private static final List<String> NO_ROOM = List.of("OUT_OF_MEMORY", "ALLOC_FAILED");

  private final String name;
  private final DeviceHarness harness;
  private final Map<ProductPrecision, Device> devices = new EnumMap<>(ProductPrecision.class);
  private final Map<ProductPrecision, String> refused = new EnumMap<>(ProductPrecision.class);

  public SluiceEngine(String name, DeviceHarness harness) {
    this.name = name;
    this.harness = harness;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return harness.description();
  }

  @Override
  public boolean offers(ProductPrecision precision) {
    return precision.precision().isPresent();
  }

  @Override
  public Prepared prepare(BenchTask task, ProductPrecision precision, int sets) {
    return withRoom(
        () -> {
          Device device = device(precision);
          return task.kind() == BenchTask.Kind.LAYER
              ? new LayerPasses(harness, device, task, sets)
              : new StepPasses(harness, device, task);
        });
  }

  private Device device(ProductPrecision precision) {
    if (!devices.containsKey(precision) && !refused.containsKey(precision)) {
      try {
        devices.put(precision, harness.open(precision));
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
  public static RecurrentSpec layers(BenchTask task) {
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
    devices.values().forEach(harness::trim);
  }

  @Override
  public void close() {
    devices.values().forEach(Device::close);
  }
}
