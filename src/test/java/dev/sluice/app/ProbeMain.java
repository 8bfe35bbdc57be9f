package dev.sluice.app;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.console.Terminal;
import dev.sluice.app.launch.ChildJvm;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.launch.Interruption;
import dev.sluice.app.launch.UserError;
import dev.sluice.app.launch.VectorModule;
import dev.sluice.app.output.InputPaths;
import dev.sluice.app.run.RunFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line with test commands instead of the real ones. */
final class ProbeMain {
  private ProbeMain() {}

  public static void main(String[] arguments) {
    var commands =
        List.<Class<?>>of(
            Computing.class,
            Plain.class,
            Echo.class,
            End.class,
            Work.class,
            Hold.class,
            Log.class,
            Say.class);
    var groups = List.of(new CommandGroup("Probes", commands));
    System.exit(new Application(ProbeMain.class, groups).runProcess(arguments));
  }

  /** Prints properties of its JVM. */
  @Computes
  @Command(name = "computing")
  static class Computing implements Runnable {
    @Override
    public void run() {
      System.out.println("vector module: " + VectorModule.isPresent());
      System.out.println("child: " + (System.getProperty("sluice.parent") != null));
      System.out.println("would start a child: " + ChildJvm.isNeeded());
      System.out.println("heap: " + (Runtime.getRuntime().maxMemory() >> 20));
      System.out.println("property: " + System.getProperty("probe"));
      System.out.println("terminal: " + Terminal.ofStandardError().isPresent());
      System.out.println(
          "collector: " + ManagementFactory.getGarbageCollectorMXBeans().get(0).getName());
    }
  }

  @Command(name = "plain")
  static final class Plain extends Computing {}

  /** Has a static logger, which exists before the options are parsed, as in real commands. */
  @Command(name = "log")
  static final class Log implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Log.class);

    @Override
    public void run() {
      LOG.debug("detail");
      LOG.info("news");
      LOG.warn("trouble");
      ProgressDisplay.onStandardError().status("progress");
    }
  }

  @Computes
  @Command(name = "echo")
  static final class Echo implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
      System.in.transferTo(System.out);
      return 0;
    }
  }

  @Computes
  @Command(name = "end")
  static final class End implements Callable<Integer> {
    @Parameters private String how;

    @Override
    public Integer call() {
      return switch (how) {
        case "bug" -> throw new IllegalStateException("probe bug");
        case "user" -> throw new UserError("probe mistake");
        default -> Integer.parseInt(how);
      };
    }
  }

  /** Prints its arguments, their code points, and the contents of a file. */
  @Computes
  @Command(name = "say")
  static final class Say implements Callable<Integer> {
    @Parameters private List<String> texts;

    @Option(names = "--file")
    private Path file;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      for (String text : texts) {
        spec.commandLine().getOut().println(text + " " + text.codePoints().boxed().toList());
      }
      if (file != null) {
        spec.commandLine().getOut().println(Files.readString(file));
      }
      spec.commandLine().getOut().flush();
      System.err.println("heard " + texts.get(0));
      return 0;
    }
  }

  /** Works until it is interrupted, and then saves slowly. */
  @Computes
  @Command(name = "work")
  static final class Work implements Callable<Integer> {
    @Parameters private Path saved;

    @Override
    public Integer call() throws IOException, InterruptedException {
      try (Interruption interruption = Interruption.install()) {
        System.out.println("working " + ProcessHandle.current().pid());
        while (!interruption.requested()) {
          Thread.sleep(10);
        }
        Thread.sleep(300);
        Files.writeString(saved, "saved");
      }
      return 0;
    }
  }

  /** Locks a run folder until its standard input ends. */
  @Command(name = "hold")
  static final class Hold implements Callable<Integer> {
    @Parameters private Path folder;

    @Override
    public Integer call() throws IOException {
      try (RunFolder held = RunFolder.create(folder, List.of(), InputPaths.none(), "")) {
        System.out.println("holding " + held.path());
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      }
      return 0;
    }
  }
}
