package dev.sluice.app.inspect;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.launch.ChecksArguments;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.output.InputPaths;
import dev.sluice.app.output.OutputFile;
import dev.sluice.app.output.OutputPath;
import dev.sluice.app.run.ComputeOptions;
import dev.sluice.app.sentiment.DataOptions;
import dev.sluice.app.sentiment.TestSplit;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.argument.Require;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.Vocabulary;
import dev.sluice.device.Device;
import dev.sluice.insight.inspect.SampleReview;
import dev.sluice.insight.inspect.StrongestWords;
import dev.sluice.insight.inspect.TextInspection;
import dev.sluice.insight.inspect.TextInspector;
import dev.sluice.insight.inspect.page.InspectionPage;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sluice inspect MODEL}: shows what a trained model does with a text. */
@Computes
@Command(
    name = "inspect",
    sortOptions = false,
    description = {
      "Show what a trained model does with a text.",
      "",
      "For each word: its contribution to the decision by integrated gradients, and how much of it the"
          + " memory keeps.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice inspect runs/sentiment/model.safetensors --out review.html",
      "  sluice inspect runs/sentiment/model.safetensors --text 'A wonderful film.' --json",
      "  sluice inspect runs/sentiment/model.safetensors --over-test 1000"
    })
public final class InspectCommand implements Runnable, ChecksArguments {
  /** Words in fewer texts say more about these texts than about the model. */
  private static final int MIN_TEXTS = 5;

  private static final int WORDS = 10;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model file that train wrote, or the checkpoint of a run.")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
  private Path modelFile;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "-",
      description = "Read the text from standard input, in UTF-8.")
  private @Nullable String standardInput;

  @Option(
      names = "--text",
      paramLabel = "T",
      description = "The text to inspect (default: a sample review of Schitt's Creek).")
  private @Nullable String text;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "A file with the text to inspect, in UTF-8.")
  private @Nullable Path textFile;

  @Option(
      names = "--over-test",
      paramLabel = "N",
      description =
          "Also inspect N texts of the test split, and show the ten strongest words of each class.")
  private @Nullable Integer overTest;

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      converter = OutputPath.Converter.class,
      description = "Write a page with the shaded text, its prediction as it reads and the gates.")
  private @Nullable OutputPath page;

  @Option(names = "--force", description = "Replace the file of --out if it exists.")
  private boolean force;

  @Option(names = "--json", description = "Print everything as one JSON object.")
  private boolean json;

  @Mixin private DataOptions data;

  @Mixin private ComputeOptions compute;

  @Spec private CommandSpec spec;

  @Override
  public void checkArguments() {
    try {
      source().check();
      if (overTest != null) {
        Require.atLeast("--over-test", 1, overTest);
      } else if (data.given()) {
        throw new IllegalArgumentException("--data: expected also --over-test");
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private TextSource source() {
    return new TextSource(text, textFile, standardInput);
  }

  @Override
  public void run() {
    TestSplit split = TestSplit.of(data);
    String contents = source().read();
    OutputFile target = page == null ? null : page.file("--out", InputPaths.of(spec), force);
    PrintWriter out =
        target == null ? spec.commandLine().getOut() : target.messages(spec.commandLine());
    try (Device device = compute.open();
        SentimentModel model = SentimentModel.load(modelFile, device);
        TextInspector inspector = TextInspector.of(model.model(), Vocabulary.UNKNOWN)) {
      ModelText read = ModelText.of(source().name(), contents, model.encoding());
      TextInspection inspection = inspector.inspect(read.tokens(), read.words());
      StrongestWords strongest =
          overTest == null ? null : strongest(inspector, model, split, overTest);
      InspectionResult result =
          new InspectionResult(read, model.encoding().classNames(), inspection, strongest);
      if (json) {
        out.println(InspectionJson.text(result));
      } else {
        new InspectionText(out).print(result);
      }
      if (target != null) {
        write(page(result, contents, modelFile.getFileName() + ": " + model.model()), target);
        if (!json) {
          out.println("\npage      " + target);
        }
      }
      out.flush();
    }
  }

  private InspectionPage page(InspectionResult result, String contents, String model) {
    InspectionPage page =
        InspectionPage.of(result.inspection(), result.classNames())
            .withModel(model)
            .withText(contents);
    int cut = result.text().cut();
    if (cut > 0) {
      page =
          page.withRemark(
              String.format(
                  Locale.ROOT,
                  "The first %,d tokens were cut: the model does not read them.",
                  cut));
    }
    if (source().isSample()) {
      page = page.withSource(SampleReview.source());
    }
    return result.strongest() == null ? page : page.withStrongestWords(result.strongest());
  }

  private static void write(InspectionPage page, OutputFile target) {
    byte[] html = page.page().html().getBytes(StandardCharsets.UTF_8);
    target.write(
        channel -> {
          ByteBuffer bytes = ByteBuffer.wrap(html);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  private StrongestWords strongest(
      TextInspector inspector, SentimentModel model, TestSplit split, int count) {
    ProgressDisplay display = ProgressDisplay.onStandardError();
    PrintWriter messages = spec.commandLine().getErr();
    EncodedTexts test = split.load(model, compute.settings().threads(), messages, display::status);
    EncodedTexts chosen = evenlyChosen(test, count);
    try (ProgressDisplay.Task task = display.begin("inspect", chosen.size(), "texts")) {
      return inspector.strongestWords(
          chosen, model.encoding().vocabulary(), MIN_TEXTS, WORDS, n -> task.advance(n, ""));
    }
  }

  /** Texts from all over the split, because those of one class may lie together. */
  private static EncodedTexts evenlyChosen(EncodedTexts test, int count) {
    int chosen = Math.min(count, test.size());
    return test.subset(
        IntStream.range(0, chosen).map(i -> (int) ((long) i * test.size() / chosen)).toArray());
  }
}
