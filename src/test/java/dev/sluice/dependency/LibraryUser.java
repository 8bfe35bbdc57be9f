package dev.sluice.dependency;

import dev.sluice.cell.Lstm;
import dev.sluice.data.FetchListener;
import dev.sluice.data.ImdbReviews;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.text.TextData;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.OnnxModel;
import dev.sluice.interop.onnx.export.OnnxExport;
import dev.sluice.interop.onnx.export.OnnxExportOptions;
import dev.sluice.model.Model;
import dev.sluice.model.ModelFile;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.PoolingKind;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that uses the library, and then each part that needs an optional library. */
public final class LibraryUser {
  private LibraryUser() {}

  interface Use {
    void run() throws Exception;
  }

  /**
   * @param arguments an empty folder to work in
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    try (Device device = Devices.cpu();
        Model model = Model.create(spec(), device, 1)) {
      ModelFile.save(folder.resolve("model.safetensors"), model);
      System.out.println("core: model saved");
      say(
          "export",
          () ->
              OnnxExport.write(folder.resolve("model.onnx"), model, OnnxExportOptions.defaults()));
    }
    say("onnx", () -> OnnxModel.read(new byte[8]));
    say("tokenize", Tokenizer::current);
    Path table = Files.writeString(folder.resolve("texts.csv"), "text,label\ngood,1\nbad,0\n");
    say("csv", () -> TextData.open(table));
    say("npm", () -> new ImdbReviews(folder.resolve("cache")).load(FetchListener.silent()));
  }

  private static ModelSpec spec() {
    return ModelSpec.ofSequences(3).recurrent(Lstm.of(3, 4)).pooling(PoolingKind.LAST).dense(2);
  }

  private static void say(String part, Use use) {
    try {
      use.run();
      System.out.println(part + ": done");
    } catch (Exception | LinkageError e) {
      System.out.println(part + ": " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
