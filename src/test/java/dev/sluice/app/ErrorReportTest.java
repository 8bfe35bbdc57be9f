package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.launch.UserError;
import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorReportTest {
  private final StringWriter text = new StringWriter();

  static List<Arguments> userErrors() {
    return List.of(
        Arguments.of(new UserError("bad run"), "bad run"),
        Arguments.of(new IllegalArgumentException("x has 3 columns"), "x has 3 columns"),
        Arguments.of(
            new DeviceUnavailableException("cuda", "no driver"),
            "device cuda: no driver; run 'sluice devices' for details"),
        Arguments.of(
            new UncheckedIOException(new NoSuchFileException("a.txt")),
            "no such file or folder: a.txt"),
        Arguments.of(
            new UncheckedIOException("cannot read", new AccessDeniedException("b.txt")),
            "permission denied: b.txt"),
        Arguments.of(
            new FileSystemException("m.safetensors", null, "No space left on device"),
            "No space left on device: m.safetensors"),
        Arguments.of(
            new UncheckedIOException(new IOException("No space left on device")),
            "No space left on device"),
        Arguments.of(
            new UncheckedIOException("cannot save model.safetensors", new IOException("full")),
            "cannot save model.safetensors: full"),
        Arguments.of(
            new UncheckedIOException(
                "cannot write m: java.io.IOException: No space left",
                new IOException("No space left")),
            "cannot write m: No space left"));
  }

  @ParameterizedTest
  @MethodSource("userErrors")
  void aUserErrorIsOneLine(Exception error, String line) {
    int code = new ErrorReport(new PrintWriter(text), false).print(error);
    assertEquals(2, code);
    assertEquals("sluice: " + line, text.toString().stripTrailing());
  }

  @Test
  void aDeviceFailureIsOneLineAndExitCode1() {
    int code =
        new ErrorReport(new PrintWriter(text), false).print(new DeviceException("cuda: it broke"));
    assertEquals(1, code);
    assertEquals("sluice: cuda: it broke", text.toString().stripTrailing());
  }

  @Test
  void aMessageIsOneShortLineWithoutControlCharacters() {
    String hostile = "\u001b[2J\n" + "x".repeat(1_000_000);
    new ErrorReport(new PrintWriter(text), false).print(new UserError(hostile));
    String line = text.toString().stripTrailing();
    assertTrue(line.startsWith("sluice: \\u001b[2J\\u000axxx"), line);
    assertTrue(line.endsWith("x... (998,005 characters more)"), line);
  }

  @Test
  void verboseShowsTheStackTraceOfAUserError() {
    int code = new ErrorReport(new PrintWriter(text), true).print(new UserError("bad run"));
    assertEquals(2, code);
    assertTrue(text.toString().contains("at dev.sluice.app.ErrorReportTest"), text.toString());
  }

  static List<Runnable> bugs() {
    return List.of(
        () -> Integer.parseInt("x"),
        () -> List.of().get(1),
        () -> {
          throw new IllegalStateException("order");
        });
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void aBugShowsItsStackTrace(Runnable bug) {
    int code = 0;
    try {
      bug.run();
    } catch (RuntimeException e) {
      code = new ErrorReport(new PrintWriter(text), false).print(e);
    }
    assertEquals(1, code);
    assertTrue(text.toString().contains("at dev.sluice.app.ErrorReportTest"), text.toString());
  }
}
