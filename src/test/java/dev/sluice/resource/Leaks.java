package dev.sluice.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a test opened and did not close, by the place that opened it. */
public final class Leaks {
  private final List<OpenResource> before = OpenResource.allOpen();

  /** Begins now: what is open already is not looked at. */
  public Leaks() {
    if (!OpenResource.isRecording()) {
      throw new IllegalStateException("expected -D" + OpenResource.SETTING + "=true");
    }
  }

  /** Fails if anything was opened since and not closed, and says where each was opened. */
  public void assertNone() {
    List<OpenResource> leaked = new ArrayList<>(OpenResource.allOpen());
    leaked.removeAll(before);
    if (!leaked.isEmpty()) {
      throw new AssertionError(
          leaked.stream()
              .map(OpenResource::toString)
              .collect(Collectors.joining("\n", leaked.size() + " never closed:\n", "")));
    }
  }
}
