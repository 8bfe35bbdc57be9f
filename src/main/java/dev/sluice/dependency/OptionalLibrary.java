package dev.sluice.dependency;

/**
 * A library that only a part of Sluice needs. The pom marks it optional, so that it does not reach
 * the projects that use Sluice; {@code sluice.jar} holds them all. A part that needs one calls
 * {@link #require} before it touches its classes.
 */
public enum OptionalLibrary {
  /** Lists tokens of texts. */
  LUCENE(
      "tokenizing texts",
      "org.apache.lucene.analysis.standard.StandardTokenizer",
      "org.apache.lucene:lucene-core:9.12.3"),

  /** Reads CSV and TSV files. */
  COMMONS_CSV(
      "reading CSV and TSV files",
      "org.apache.commons.csv.CSVFormat",
      "org.apache.commons:commons-csv:1.14.1"),

  /** Unpacks archives of npm. */
  COMMONS_COMPRESS(
      "fetching data sets through npm",
      "org.apache.commons.compress.archivers.tar.TarArchiveInputStream",
      "org.apache.commons:commons-compress:1.28.0"),

  /** Limits what is read of an archive. */
  COMMONS_IO(
      "fetching data sets through npm",
      "org.apache.commons.io.input.BoundedInputStream",
      "commons-io:commons-io:2.20.0"),

  /** Reads and writes ONNX's file format. */
  PROTOBUF(
      "reading and writing ONNX files",
      "com.google.protobuf.CodedInputStream",
      "com.google.protobuf:protobuf-java:4.36.2"),

  /** ONNX's messages as Java classes. */
  ONNX_MESSAGES(
      "reading and writing ONNX files",
      "ai.onnx.proto.OnnxMl",
      "org.tribuo:tribuo-util-onnx:4.3.2"),

  /** Parses the command line. */
  PICOCLI("the command line", "picocli.CommandLine", "info.picocli:picocli:4.7.7"),

  /** Shows the progress of commands. */
  PROGRESS_BAR(
      "the command line", "me.tongfei.progressbar.ProgressBar", "me.tongfei:progressbar:0.10.2");

  private final String purpose;
  private final String className;
  private final String coordinates;

  OptionalLibrary(String purpose, String className, String coordinates) {
    this.purpose = purpose;
    this.className = className;
    this.coordinates = coordinates;
  }

  /** Its Maven coordinates, {@code group:artifact:version}. */
  public String coordinates() {
    return coordinates;
  }

  /** Whether its classes are there. */
  public boolean isPresent() {
    try {
      Class.forName(className, false, OptionalLibrary.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * Checks that the classes of both libraries that ONNX files need are there.
   *
   * @throws MissingLibraryException if they are not; the message names what to add
   */
  public static void requireOnnx() {
    PROTOBUF.require();
    ONNX_MESSAGES.require();
  }

  /**
   * Checks that its classes are there.
   *
   * @throws MissingLibraryException if they are not; the message names what to add
   */
  public void require() {
    if (!isPresent()) {
      throw new MissingLibraryException(
          purpose + ": expected the library " + coordinates + ", found none; add this dependency");
    }
  }
}
