package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.documentation.CodeSpans;
import dev.sluice.documentation.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the commands and options in the README and the pages exist. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
@Tag("verify")
class DocumentedCommandsTest {
  /** A call of the command line in a page; group 1 is its arguments. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?:^|&& )(?:sluice|java [^&#]*?(?:-jar \\S*sluice\\.jar|dev\\.sluice\\.app\\.Main)) ([^&#]*)");

  private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern HELP_OPTION = Pattern.compile("(?<![\\w-])--?[a-z][\\w-]*");
  private static final Pattern HELP_COMMAND = Pattern.compile("(?m)^  ([a-z]+)  +\\S");
  private static final Pattern OPTION = Pattern.compile("^(--?[a-z][\\w-]*)");

  /** Options of Java, Maven and the scripts in ci. */
  private static final Set<String> FOREIGN_OPTIONS = Set.of("--add-modules", "--check");

  private static Set<String> known;

  /** All commands, such as {@code sentiment train}; the empty name is sluice itself. */
  private static final List<String> COMMANDS = new ArrayList<>();

  @BeforeAll
  static void readTheHelp() {
    known = new TreeSet<>();
    COMMANDS.clear();
    readHelp("");
  }

  static List<Page> pages() {
    return Page.current();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void commandsAreUnderstood(Page page) {
    List<String> refused = new ArrayList<>();
    for (String call : calls(page)) {
      CommandRun run = CommandRun.of(withHelp(call));
      if (run.exitCode() != 0) {
        refused.add(call + ": " + run.err().strip());
      }
    }
    assertEquals(List.of(), refused);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void optionsExist(Page page) {
    Set<String> unknown = new TreeSet<>();
    for (String span : CodeSpans.of(page)) {
      Matcher option = OPTION.matcher(span);
      if (option.find() && !span.startsWith("-D") && !known.contains(option.group(1))) {
        unknown.add(option.group(1));
      }
    }
    unknown.removeAll(FOREIGN_OPTIONS);
    assertEquals(Set.of(), unknown);
  }

  @Test
  void theReadmeNamesEveryCommand() {
    String readme = Page.read(Path.of("README.md")).text();
    Set<String> unnamed = new TreeSet<>();
    for (String command : COMMANDS) {
      boolean group = COMMANDS.stream().anyMatch(other -> other.startsWith(command + " "));
      if (!command.isEmpty() && !group && !readme.contains("`sluice " + command)) {
        unnamed.add(command);
      }
    }
    assertEquals(Set.of(), unnamed);
    assertTrue(COMMANDS.size() > 5, COMMANDS.toString());
  }

  private static List<String> calls(Page page) {
    Stream<String> lines = page.blocks("sh").stream().flatMap(block -> block.text().lines());
    return Stream.concat(lines, CodeSpans.of(page).stream())
        .flatMap(line -> CALL.matcher(line).results())
        .map((MatchResult call) -> call.group(1).strip())
        .toList();
  }

  /**
   * The arguments of a call with {@code --help}, so that they are parsed but the command does not
   * run.
   */
  private static String[] withHelp(String call) {
    List<String> arguments = new ArrayList<>();
    ARGUMENT
        .matcher(call)
        .results()
        .forEach(each -> arguments.add(each.group(1) != null ? each.group(1) : each.group(2)));
    if (!arguments.contains("--help")) {
      arguments.add("--help");
    }
    return arguments.toArray(String[]::new);
  }

  /** Reads the help of a command and its subcommands. */
  private static void readHelp(String command) {
    COMMANDS.add(command);
    String help = CommandRun.of(withHelp(command)).expect(0).out();
    HELP_OPTION
        .matcher(help.replace("--[no-]", "--"))
        .results()
        .forEach(option -> known.add(option.group()));
    if (help.contains(" COMMAND")) {
      HELP_COMMAND
          .matcher(help)
          .results()
          .forEach(below -> readHelp((command + " " + below.group(1)).strip()));
    }
  }
}
