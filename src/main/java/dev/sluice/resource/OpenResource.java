package dev.sluice.resource;

import java.lang.StackWalker.StackFrame;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that was opened and must be closed: a tensor, a plan, a file. With {@code
 * -Dsluice.leaks=true} it knows where it was opened, and what is still open when the JVM ends is
 * logged with that place. Without the setting nothing is recorded.
 *
 * <p>Thread-safe.
 */
public final class OpenResource {
  /** The system property that switches recording on; read once. */
  public static final String SETTING = "sluice.leaks";

  private static final int FRAMES = 24;
  private static final Logger LOG = LoggerFactory.getLogger(OpenResource.class);
  private static final boolean RECORDING = Boolean.getBoolean(SETTING);
  private static final OpenResource NOT_RECORDED = new OpenResource(0, "", List.of());
  private static final Set<OpenResource> OPEN = ConcurrentHashMap.newKeySet();
  private static final AtomicLong COUNT = new AtomicLong();

  static {
    if (RECORDING) {
      Runtime.getRuntime().addShutdownHook(new Thread(OpenResource::logAll, "sluice-leaks"));
    }
  }

  private final long number;
  private final String description;
  private final List<StackFrame> openedAt;

  private OpenResource(long number, String description, List<StackFrame> openedAt) {
    this.number = number;
    this.description = description;
    this.openedAt = openedAt;
  }

  /**
   * Records that something was opened by the caller.
   *
   * @param kind what it is: {@code tensor}
   * @param detail which one, as text; asked for only when recording
   * @return to be told of the closing
   */
  public static OpenResource opened(String kind, Object detail) {
    if (!RECORDING) {
      return NOT_RECORDED;
    }
    List<StackFrame> frames =
        StackWalker.getInstance().walk(stack -> stack.skip(1).limit(FRAMES).toList());
    var resource = new OpenResource(COUNT.incrementAndGet(), kind + " " + detail, frames);
    OPEN.add(resource);
    return resource;
  }

  /** Whether openings are recorded. */
  public static boolean isRecording() {
    return RECORDING;
  }

  /** What was opened and not closed yet, the oldest first; empty when not recording. */
  public static List<OpenResource> allOpen() {
    return OPEN.stream().sorted(Comparator.comparingLong(each -> each.number)).toList();
  }

  /** Records the closing; again without effect. */
  public void closed() {
    OPEN.remove(this);
  }

  /** What it is, and the calls that opened it, the innermost first. */
  @Override
  public String toString() {
    return openedAt.stream()
        .map(StackFrame::toStackTraceElement)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining("\n    at ", description + ", opened\n    at ", ""));
  }

  private static void logAll() {
    for (OpenResource each : allOpen()) {
      LOG.warn("never closed: {}", each);
    }
  }
}
