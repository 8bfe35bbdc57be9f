package dev.sluice.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class FileFailureTest {
  @Test
  void anExceptionThatHoldsThePathAloneHasAReason() {
    assertEquals("permission denied", FileFailure.reason(new AccessDeniedException("/x")));
    assertEquals(
        "permission denied (its folder is full)",
        FileFailure.reason(new AccessDeniedException("/x", null, "its folder is full")));
    assertEquals("no such file or folder", FileFailure.reason(new NoSuchFileException("/x")));
    assertEquals("no such file or folder", FileFailure.reason(new FileNotFoundException("/x")));
    assertEquals("is not a folder", FileFailure.reason(new NotDirectoryException("/x")));
  }

  @Test
  void anyOtherReasonIsQuoted() {
    assertEquals(
        "Read-only file system",
        FileFailure.reason(new FileSystemException("/x", null, "Read-only file system")));
    assertEquals(
        "No space left on device", FileFailure.reason(new IOException("No space left on device")));
    assertEquals("IOException", FileFailure.reason(new IOException()));
    assertEquals("FileSystemException", FileFailure.reason(new FileSystemException("/x")));
  }
}
