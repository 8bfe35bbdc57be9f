package dev.sluice.app.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import org.junit.jupiter.api.Test;

class ProgramTest {
  @Test
  void aJarIsCalledByItsFileName() {
    assertEquals("java -jar target/sluice.jar", Program.call("target/sluice.jar"));
    assertEquals("java -jar 'my jars/sluice.jar'", Program.call("my jars/sluice.jar"));
    assertEquals("sluice", Program.call("classes" + File.pathSeparator + "picocli.jar"));
  }
}
