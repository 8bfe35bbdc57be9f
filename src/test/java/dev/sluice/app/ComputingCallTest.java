package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ComputingCallTest {
  private static boolean isCertain(String line) {
    List<Class<?>> commands = new ArrayList<>();
    CommandGroup.ALL.forEach(group -> commands.addAll(group.commands()));
    return ComputingCall.isCertain(commands, List.of(line.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sentiment train",
        "sentiment train --preset fast --out x",
        "sentiment classify m.safetensors train",
        "sentiment train --epochs=3 --learning-rate 1e-3 --balance",
        "info"
      })
  void declaredArgumentsOfComputingCommandsAreEnough(String line) {
    assertEquals(true, isCertain(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sentiment",
        "sentiment nonsense",
        "sentiment --preset train",
        "nonsense train",
        "train",
        "-q sentiment train",
        "sentiment train -q",
        "sentiment train --help",
        "sentiment classify m.safetensors -V",
        "info --nonsense",
        "sentiment classify",
        "sentiment classify m.safetensors --nonsense",
        "sentiment train text",
        "sentiment train --epochs",
        "sentiment train --epochs x",
        "sentiment train --epochs 1 --epochs 2",
        "sentiment train --preset nonsense",
        "help"
      })
  void otherLinesAreParsedInFull(String line) {
    assertEquals(false, isCertain(line));
  }

  @Test
  void allOptionsOfComputingCommandsAreDeclaredOnFields() {
    for (CommandGroup group : CommandGroup.ALL) {
      group.commands().forEach(command -> assertDeclared(new CommandLine(command)));
    }
  }

  private static void assertDeclared(CommandLine line) {
    Class<?> type = line.getCommandSpec().userObject().getClass();
    assertEquals(
        new TreeSet<>(line.getCommandSpec().optionsMap().keySet()),
        new TreeSet<>(DeclaredArguments.of(type).optionNames()),
        type.getName());
    line.getSubcommands().values().forEach(ComputingCallTest::assertDeclared);
  }

  @Test
  void everyOptionOfAllCommandsIsKnown() {
    var root = new CommandLine(new RootCommand());
    root.getCommandSpec().mixinStandardHelpOptions(true);
    Set<String> names = new TreeSet<>();
    root.getCommandSpec().options().forEach(option -> names.addAll(List.of(option.names())));
    assertEquals(names, new TreeSet<>(ComputingCall.COMMON_OPTIONS));
  }
}
