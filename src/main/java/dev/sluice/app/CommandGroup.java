package dev.sluice.app;

import dev.sluice.app.cost.CostCommand;
import dev.sluice.app.gradients.GradientsCommand;
import dev.sluice.app.inspect.InspectCommand;
import dev.sluice.app.memory.MemoryCommand;
import dev.sluice.app.parity.ParityCommand;
import dev.sluice.app.sentiment.SentimentCommand;
import dev.sluice.app.tour.TourCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help;

/**
 * A group of commands under one heading of the help.
 *
 * @param title heading of the group
 * @param commands picocli command classes, in the order in which the help lists them
 */
record CommandGroup(String title, List<Class<?>> commands) {
  /** All commands of Sluice. A new command is added here. */
  static final List<CommandGroup> ALL =
      List.of(
          new CommandGroup("Train and use models", List.of(SentimentCommand.class)),
          new CommandGroup(
              "Inspect and compare",
              List.of(
                  TourCommand.class,
                  InfoCommand.class,
                  DevicesCommand.class,
                  ParityCommand.class,
                  InspectCommand.class,
                  MemoryCommand.class,
                  CostCommand.class,
                  GradientsCommand.class)));

  CommandGroup {
    commands = List.copyOf(commands);
  }

  /** Renders the list of commands for the help, group by group. */
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
