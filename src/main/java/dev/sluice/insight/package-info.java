/**
 * What a training run and a trained model look like from outside: {@link
 * dev.sluice.insight.TrainingReport} is one page that needs no network, no script and no font.
 *
 * <p>The curves are drawn as SVG by a small writer here, not by a chart library: those on AWT fail
 * on a fresh machine, where a headless Java finds no fonts.
 */
package dev.sluice.insight;
