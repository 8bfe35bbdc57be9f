/**
 * Pieces as sequences of integers, which a model is trained on and which it generates. Begin with
 * {@link dev.sluice.data.music.event.EventEncoding}; {@link
 * dev.sluice.data.music.event.EventVocabulary} documents the events.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.data.music.event;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
