/**
 * Copies of records with some of their components changed; begin at {@link
 * dev.sluice.record.RecordCopy}. Imports nothing of Sluice.
 */
package dev.sluice.record;
