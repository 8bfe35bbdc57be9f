package dev.sluice.app;

import dev.sluice.app.parity.ParityCommand;
import dev.sluice.app.sentiment.SentimentCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help;

/**
 * Commands that the help lists together.
 *
 * @param title what they have in common
 * @param commands picocli command classes, in the order of the help
 */
record CommandGroup(String title, List<Class<?>> commands) {
  /** Every command of Sluice: a new one is a class added here. */
  static final List<CommandGroup> ALL =
      List.of(
          new CommandGroup("Train and use models", List.of(SentimentCommand.class)),
          new CommandGroup(
              "Look around",
              List.of(InfoCommand.class, DevicesCommand.class, ParityCommand.class)));

  CommandGroup {
    commands = List.copyOf(commands);
  }

  /** The help's list of commands, group by group. */
  static String render(List<CommandGroup> groups, Help help) {
    Map<String, Help> byName = help.subcommands();
    var text = new StringBuilder();
    for (CommandGroup group : groups) {
      var rows = new ArrayList<Help>();
      for (Help each : byName.values()) {
        if (group.commands.contains(each.commandSpec().userObject().getClass())) {
          rows.add(each);
        }
      }
      text.append(String.format(Locale.ROOT, "%n%s:%n", group.title));
      rows.forEach(row -> text.append(row(row)));
    }
    return text.toString();
  }

  private static String row(Help command) {
    String[] description = command.commandSpec().usageMessage().description();
    String summary = description.length == 0 ? "" : description[0];
    return String.format(Locale.ROOT, "  %-14s%s%n", command.commandSpec().name(), summary);
  }
}
