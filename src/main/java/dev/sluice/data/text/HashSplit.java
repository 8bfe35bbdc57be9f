package dev.sluice.data.text;

import dev.sluice.data.LabelledText;
import dev.sluice.file.Sha256;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A split into training and test texts by a hash of each text, for data without a split of their
 * own.
 *
 * @param train training texts
 * @param test test texts
 */
record HashSplit(List<LabelledText> train, List<LabelledText> test) {
  private static final int TEST_ONE_IN = 5;

  /** A description of the split for people. */
  static final String DESCRIPTION = "1 in " + TEST_ONE_IN + " held out as test";

  static HashSplit of(List<LabelledText> texts) {
    Map<Boolean, List<LabelledText>> parts =
        texts.stream().collect(Collectors.partitioningBy(text -> isTest(text.text())));
    return new HashSplit(parts.getOrDefault(false, List.of()), parts.getOrDefault(true, List.of()));
  }

  private static boolean isTest(String text) {
    int hash = ByteBuffer.wrap(new Sha256().add(text).bytes()).getInt();
    return Integer.remainderUnsigned(hash, TEST_ONE_IN) == 0;
  }
}
