package dev.sluice.app.sentiment;

import dev.sluice.app.launch.Computes;
import dev.sluice.app.output.Inputs;
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

/** {@code sluice sentiment export MODEL --onnx FILE}: a model for other engines. */
@Computes
@Command(
    name = "export",
    description = {
      "Write a saved model for other engines.",
      "",
      "The inputs are tokens [T, N], first step first, and lengths [N], both INT32; the output is"
          + " the probability of each class. A text without any word has length 0 and the answer of"
          + " one unknown token, as here. The metadata holds what makes tokens of a text:"
          + " vocabulary (index is token), tokenizer, tokens (how many at the end of a text"
          + " count), and the names of the classes.",
      ""
    })
public final class ExportCommand implements Runnable {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model file, as train writes it, or a run's checkpoint.")
  private Path file;

  @Option(
      names = "--onnx",
      required = true,
      paramLabel = "FILE",
      converter = OutputPath.Converter.class,
      description = "The ONNX file to write; - is standard output.")
  private OutputPath target;

  @Option(names = "--force", description = "Replace the ONNX file if it is there already.")
  private boolean force;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    OutputFile onnx = target.file("--onnx", Inputs.of(spec), force);
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
