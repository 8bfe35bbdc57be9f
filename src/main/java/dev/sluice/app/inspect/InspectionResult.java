package dev.sluice.app.inspect;

import dev.sluice.insight.inspect.StrongestWords;
import dev.sluice.insight.inspect.TextInspection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command found.
 *
 * @param text the text as the model read it
 * @param classNames names of the classes in the order of the logits
 * @param inspection of the text
 * @param strongest words over the test split; null if they were not asked for
 */
record InspectionResult(
    ModelText text,
    List<String> classNames,
    TextInspection inspection,
    @Nullable StrongestWords strongest) {

  String predicted() {
    return classNames.get(inspection.decision().predicted());
  }
}
