package dev.sluice.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Describes file system failures in words: Java's exceptions often contain only the path. */
public final class FileFailure {
  private FileFailure() {}

  /** The cause, without the path, for example {@code permission denied}. */
  public static String reason(IOException failure) {
    String description = describe(failure);
    String reason =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    if (description.isEmpty()) {
      return reason == null || reason.isBlank() ? failure.getClass().getSimpleName() : reason;
    }
    return reason == null || failure instanceof FileNotFoundException
        ? description
        : description + " (" + reason + ")";
  }

  private static String describe(IOException failure) {
    if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
      return "no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "is there already";
    }
    if (failure instanceof NotDirectoryException) {
      return "is not a folder";
    }
    return failure instanceof FileSystemLoopException ? "symbolic links without end" : "";
  }
}
