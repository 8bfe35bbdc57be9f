package dev.sluice.record;

/**
 * A record whose options have defaults, which are what the record meant before an option existed.
 * Files that hold its text from then can still be compared with it, see {@link RecordText}.
 */
public interface HasDefaults {
  /**
   * This record with the default of every option. A component without a default, such as a learning
   * rate, keeps its value.
   */
  Record defaults();
}
