package dev.sluice.device.cuda.library;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder that may hold libraries.
 *
 * @param origin how the folder was found
 * @param folder may be missing
 */
record FolderSource(LibraryOrigin origin, Path folder) implements LibrarySource {

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public boolean has(String fileName) {
    return Files.isRegularFile(file(fileName));
  }

  @Override
  public List<String> namesBeginning(String prefix) {
    return FolderListing.names(folder, prefix);
  }

  @Override
  public List<String> needs(String fileName) {
    ElfLibrary library = ElfLibrary.read(file(fileName));
    if (!library.soname().isEmpty() && !library.soname().equals(fileName)) {
      throw new MalformedLibraryException("calls itself " + library.soname());
    }
    return library.needed();
  }

  @Override
  public Path file(String fileName) {
    return folder.resolve(fileName);
  }
}
