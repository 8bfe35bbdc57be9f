package dev.sluice;

import dev.sluice.app.parity.CaseMetadataText;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Capacity;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.device.cuda.cudnn.CudnnCell;
import dev.sluice.device.cuda.recurrence.LaunchedSteps;
import dev.sluice.interop.onnx.export.OnnxExport;
import dev.sluice.interop.onnx.export.OnnxExportOptions;
import dev.sluice.interop.pytorch.PyTorchStateDictWriter;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.record.RecordCopy;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gives cells with an option that nothing knows to everything that reads cells, in a JVM whose
 * cells have that option. Prints what accepts such a cell, and what refuses a cell without it.
 */
final class AddedOptionProbe {
  /** The option that {@link AddedOptionTest} adds to each cell. */
  static final String OPTION = "addedOption";

  private static int faults;

  private AddedOptionProbe() {}

  public static void main(String[] arguments) {
    for (Cell plain : List.of(Rnn.of(3, 5), Lstm.of(3, 5), Gru.of(3, 5))) {
      Cell changed = (Cell) RecordCopy.with((Record) plain, OPTION, true);
      readers().forEach((name, reader) -> check(name, reader, plain, changed));
      checkJson(plain, changed);
    }
    System.exit(faults == 0 ? 0 : 1);
  }

  private static Map<String, Consumer<Cell>> readers() {
    Map<String, Consumer<Cell>> readers = new LinkedHashMap<>();
    readers.put("CPU", AddedOptionProbe::planOnCpu);
    readers.put("CUDA kernels", LaunchedSteps::of);
    readers.put("cuDNN", CudnnCell::of);
    readers.put("parity format", CaseMetadataText::of);
    readers.put("ONNX export", AddedOptionProbe::exportToOnnx);
    readers.put("PyTorch state dict", AddedOptionProbe::writeForPyTorch);
    return readers;
  }

  private static void check(String name, Consumer<Cell> reader, Cell plain, Cell changed) {
    try {
      reader.accept(plain);
    } catch (RuntimeException e) {
      fault(name + " refuses " + plain + ": " + e);
    }
    try {
      reader.accept(changed);
      fault(name + " accepts " + changed);
    } catch (IllegalArgumentException e) {
      if (!e.getMessage().contains(OPTION)) {
        fault(name + " does not name the option: " + e);
      }
    }
  }

  /** Files of models need no change: the option is written, and its absence means the default. */
  private static void checkJson(Cell plain, Cell changed) {
    String json = spec(changed).toJson();
    if (!ModelSpec.fromJson(json).equals(spec(changed))) {
      fault("the JSON of models loses the option: " + json);
    }
    String older = json.replaceFirst(",?\"" + OPTION + "\":true", "");
    if (older.equals(json) || !ModelSpec.fromJson(older).equals(spec(plain))) {
      fault("the JSON of models has no default for the option: " + older);
    }
  }

  private static ModelSpec spec(Cell cell) {
    return ModelSpec.ofSequences(cell.inputSize()).recurrent(RecurrentSpec.of(cell));
  }

  private static void planOnCpu(Cell cell) {
    try (Device device = Devices.cpu()) {
      device.recurrence(cell, new Capacity(2, 2), Direction.FORWARD, Bptt.full()).close();
    }
  }

  private static void exportToOnnx(Cell cell) {
    try (Device device = Devices.cpu();
        Model model = Model.create(spec(cell), device, 1)) {
      OnnxExport.write(
          Channels.newChannel(new ByteArrayOutputStream()), model, OnnxExportOptions.defaults());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeForPyTorch(Cell cell) {
    try (Device device = Devices.cpu();
        Model model = Model.create(spec(cell), device, 1)) {
      new PyTorchStateDictWriter().withModel(model, "rnn.");
    }
  }

  private static void fault(String what) {
    faults++;
    System.out.println(what);
  }
}
