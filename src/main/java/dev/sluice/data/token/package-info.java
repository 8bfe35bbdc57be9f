/**
 * Tokens of whole data sets, kept in a cache between runs: begin with {@link
 * dev.sluice.data.token.TokenCache}. It imports {@code data} and {@code file} only.
 */
package dev.sluice.data.token;
