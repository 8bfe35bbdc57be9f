package dev.sluice.app.sentiment;

import dev.sluice.app.launch.ChecksArguments;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.launch.UserError;
import dev.sluice.app.run.ComputeOptions;
import dev.sluice.app.sentiment.model.ClassifiedText;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.device.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code sluice sentiment classify MODEL [TEXT|FILE|-]...}: classifies texts with a
 * saved model.
 */
@Computes
@Command(
    name = "classify",
    description = "Classify texts with a saved model.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice sentiment classify runs/sentiment/model.safetensors 'A wonderful film.'",
      "  sluice sentiment classify runs/sentiment/model.safetensors review.txt other.txt",
      "  head -5 reviews | sluice sentiment classify runs/sentiment/model.safetensors --lines -"
    })
public final class ClassifyCommand implements Runnable, ChecksArguments {
  /**
   * Matches options. A text may begin with a dash too, such as {@code -5 stars}; an option has a
   * name and no blanks.
   */
  private static final Pattern OPTION = Pattern.compile("--?\\p{Alpha}[\\w-]*(=.*)?");

  private static final String END_OF_OPTIONS = "--";
  private static final List<String> STANDARD_INPUT = List.of("-");

  private static final Pattern LINE_END = Pattern.compile("\r?\n");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * Accepts any argument as a text. Picocli itself would read {@code -very good} as the option -v.
   */
  private static final class TextConsumer implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec sources, CommandSpec command) {
      List<String> earlier = sources.getValue();
      List<String> all = new ArrayList<>(earlier == STANDARD_INPUT ? List.of() : earlier);
      all.add(arguments.pop());
      sources.setValue(all);
    }
  }

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model file that train wrote, or the checkpoint of a run.")
  private Path file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      parameterConsumer = TextConsumer.class,
      paramLabel = "TEXT|FILE|-",
      description =
          "A text, a file with a text, or - for standard input (default). Arguments after -- are not"
              + " options.")
  private List<String> sources = STANDARD_INPUT;

  @Option(
      names = "--lines",
      description =
          "Files and standard input hold one text per line. Each line gets one answer, also an empty"
              + " line.")
  private boolean lines;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      defaultValue = "utf-8",
      description = "Character set of files and of standard input (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the option has a default
  private String encoding;

  @Option(names = "--json", description = "Print one JSON object for each text.")
  private boolean json;

  @Mixin private ComputeOptions compute;

  @SuppressWarnings("NullAway.Init") // picocli calls setSpec
  private CommandSpec spec;

  @Spec
  void setSpec(CommandSpec spec) {
    this.spec = spec;
    spec.parser().unmatchedOptionsArePositionalParams(true);
  }

  @Override
  public void run() {
    Charset charset = DataFormat.charset(encoding);
    try (Device device = compute.open();
        SentimentModel model = SentimentModel.load(file, device)) {
      List<String> texts =
          sources.stream().flatMap(source -> read(source, charset).stream()).toList();
      PrintWriter out = spec.commandLine().getOut();
      for (ClassifiedText answer : ClassifiedText.of(model, texts)) {
        if (json) {
          out.println(RunJson.line(answer));
        } else {
          answer.print(out);
        }
      }
      out.flush();
    }
  }

  /** Refuses options that picocli took for texts. */
  @Override
  public void checkArguments() {
    for (String argument : spec.commandLine().getParseResult().originalArgs()) {
      if (argument.equals(END_OF_OPTIONS)) {
        return;
      }
      boolean usedAsText = sources.contains(argument) || argument.equals(file.toString());
      if (usedAsText && OPTION.matcher(argument).matches()) {
        throw new ParameterException(spec.commandLine(), "Unknown option: '" + argument + "'");
      }
    }
  }

  private List<String> read(String source, Charset charset) {
    try {
      if (source.equals("-")) {
        return texts("standard input", System.in.readAllBytes(), charset);
      }
      Path path = path(source);
      if (path != null && Files.isDirectory(path)) {
        throw new UserError(source + " is a folder; expected a text or a file");
      }
      if (path != null && Files.exists(path)) {
        return texts(source, Files.readAllBytes(path), charset);
      }
      if (FileNameHeuristic.looksLikeFileName(source, path)) {
        String why = Files.notExists(path) ? "no such file: " : "permission denied: ";
        throw new UserError(
            why + source + "; to classify a text that looks like a file name, use standard input");
      }
      return texts("TEXT", source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The source as a path; null if it cannot be one. */
  private static @Nullable Path path(String source) {
    try {
      return source.isBlank() ? null : Path.of(source);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Returns the text. Refuses an empty text, because a model would classify it anyway. */
  private static List<String> texts(String source, String text) {
    if (text.isBlank()) {
      throw new UserError(
          source + ": expected a text, got " + (text.isEmpty() ? "none" : "only blanks"));
    }
    return List.of(text);
  }

  private List<String> texts(String source, byte[] bytes, Charset charset) {
    try {
      String decoded = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.substring(1) : decoded;
      return lines ? lines(text) : texts(source, text);
    } catch (CharacterCodingException e) {
      throw new UserError(
          source + ": expected text in " + charset + "; use --encoding for another character set",
          e);
    }
  }

  /**
   * Splits a text into lines as other programs count them, so that answers match input lines. A
   * line ends with a line feed, or with a carriage return and a line feed. The last line may lack
   * them.
   */
  private static List<String> lines(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of(LINE_END.split(text, -1)));
    if (text.endsWith("\n")) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }
}
