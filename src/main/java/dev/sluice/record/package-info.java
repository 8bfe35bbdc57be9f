/**
 * Copies of records with some of their components changed; begin at {@link
 * dev.sluice.record.RecordCopy}. Imports nothing of Sluice.
 */
@NullMarked
package dev.sluice.record;

import org.jspecify.annotations.NullMarked;
