package dev.sluice.data.text;

import dev.sluice.data.LabelledText;
import dev.sluice.file.Sha256;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Two parts of data that have no split of their own, by a hash of each text.
 *
 * @param train what is learned from
 * @param test what is measured on
 */
record HashSplit(List<LabelledText> train, List<LabelledText> test) {
  private static final int TEST_ONE_IN = 5;

  /** For people. */
  static final String DESCRIPTION = "1 in " + TEST_ONE_IN + " held out as test";

  static HashSplit of(List<LabelledText> texts) {
    Map<Boolean, List<LabelledText>> parts =
        texts.stream().collect(Collectors.partitioningBy(text -> isTest(text.text())));
    return new HashSplit(parts.get(false), parts.get(true));
  }

  private static boolean isTest(String text) {
    int hash = ByteBuffer.wrap(new Sha256().add(text).bytes()).getInt();
    return Integer.remainderUnsigned(hash, TEST_ONE_IN) == 0;
  }
}
