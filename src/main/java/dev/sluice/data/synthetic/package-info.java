/**
 * Synthetic benchmark tasks that test how long a recurrent network remembers: the adding problem,
 * copy memory and temporal order. Begin with {@link dev.sluice.data.synthetic.MemoryTask}.
 *
 * <p>The batches are generated, not stored, and are the usual {@link
 * dev.sluice.data.SequenceBatch}, so a {@code SequenceLoader} takes them. Equal arguments give
 * equal batches on every machine and Java version.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.data.synthetic;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
