package dev.sluice.app.sentiment;

import dev.sluice.app.launch.Computes;
import dev.sluice.app.output.InputPaths;
import dev.sluice.app.output.OutputFile;
import dev.sluice.app.output.OutputPath;
import dev.sluice.app.sentiment.model.SentimentFormat;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.data.Vocabulary;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.export.OnnxExport;
import dev.sluice.interop.onnx.export.OnnxExportOptions;
import dev.sluice.interop.onnx.export.OnnxExportOptions.Finish;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sluice sentiment export MODEL --onnx FILE}: exports a saved model to ONNX. */
@Computes
@Command(
    name = "export",
    description = {
      "Export a saved model to ONNX.",
      "",
      "The inputs are tokens [T, N], time-major, and lengths [N], both INT32. The output is the"
          + " probability of each class. A text without words has length 0 and is classified as one unknown"
          + " token, as Sluice does. The metadata holds the preprocessing: vocabulary (tokens by index),"
          + " tokenizer, tokens (how many tokens at the end of a text are used), and the class names.",
      ""
    })
public final class ExportCommand implements Runnable {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model file that train wrote, or the checkpoint of a run.")
  private Path file;

  @Option(
      names = "--onnx",
      required = true,
      paramLabel = "FILE",
      converter = OutputPath.Converter.class,
      description = "The ONNX file to write; - is standard output.")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the option is required
  private OutputPath target;

  @Option(names = "--force", description = "Replace the ONNX file if it exists.")
  private boolean force;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    OutputFile onnx = target.file("--onnx", InputPaths.of(spec), force);
    try (Device device = Devices.cpu();
        SentimentModel model = SentimentModel.load(file, device)) {
      OnnxExportOptions options =
          OnnxExportOptions.defaults()
              .withFinish(Finish.SOFTMAX)
              .withEmptyRowToken(Vocabulary.UNKNOWN)
              .withMetadata(SentimentFormat.metadata(model.encoding(), model.metadata()));
      onnx.write(channel -> OnnxExport.write(channel, model.model(), options));
    }
    PrintWriter out = onnx.messages(spec.commandLine());
    out.println("onnx      " + target);
    out.flush();
  }
}
