package dev.sluice.data.music.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.argument.Require;
import dev.sluice.data.DataException;
import dev.sluice.file.FileFailure;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Who made a file and what may be done with it.
 *
 * @param title title of the piece
 * @param composer who wrote the music
 * @param author who made the file; to be named in what is derived from it
 * @param license identifier of the license, such as {@code CC-BY-SA-3.0-DE}
 * @param terms address of the terms
 */
public record PieceLicense(
    String title, String composer, String author, String license, String terms) {

  /** Checks that all five are given. */
  public PieceLicense {
    Require.present("title", title);
    Require.present("composer", composer);
    Require.present("author", author);
    Require.present("license", license);
    Require.present("terms", terms);
  }

  /**
   * Reads the file beside a piece of the default collection.
   *
   * @throws DataException if it lacks an entry
   */
  static PieceLicense read(Path json) {
    try {
      JsonNode root = new ObjectMapper().readTree(json.toFile());
      JsonNode provenance = root.path("provenance");
      return new PieceLicense(
          text(json, root, "title"),
          text(json, root, "composer"),
          text(json, provenance, "arrangement_creator"),
          text(json, provenance, "arrangement_license"),
          text(json, provenance, "terms_url"));
    } catch (JsonProcessingException e) {
      throw new DataException(json + ": malformed JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new DataException("cannot read " + json + ": " + FileFailure.reason(e), e);
    }
  }

  private static String text(Path json, JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw new DataException(json + ": expected a text '" + field + "', found none");
    }
    return value.textValue();
  }

  /** One readable line with everything. */
  @Override
  public String toString() {
    return title + ", by " + composer + "; file by " + author + "; " + license + ", " + terms;
  }
}
