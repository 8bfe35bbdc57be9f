package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;

/**
 * A token that the model read.
 *
 * @param text the token as the tokenizer gave it; not the name of the unknown token
 * @param id its index in the vocabulary
 * @param known whether it is another token than the unknown one
 */
public record ReadToken(String text, int id, boolean known) {
  /** Checks the values. */
  public ReadToken {
    Require.present("text", text);
    Require.atLeast("id", 0, id);
  }
}
