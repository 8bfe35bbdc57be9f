package dev.sluice.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What the file system refuses, in words: its exceptions often carry nothing but the path. */
public final class FileFailure {
  private FileFailure() {}

  /** Why, without the path: {@code permission denied}. */
  public static String reason(IOException failure) {
    String known = known(failure);
    String said =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    if (known.isEmpty()) {
      return said == null || said.isBlank() ? failure.getClass().getSimpleName() : said;
    }
    return said == null || failure instanceof FileNotFoundException
        ? known
        : known + " (" + said + ")";
  }

  private static String known(IOException failure) {
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
