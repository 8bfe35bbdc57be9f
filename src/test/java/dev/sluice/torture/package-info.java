/**
 * Programs that try to break the engine: they fuzz readers with damaged files ({@link
 * dev.sluice.torture.ReaderCampaign}), kill runs at file operations and resume them ({@link
 * dev.sluice.torture.CrashCampaign}), and train for a long time ({@link
 * dev.sluice.torture.SoakCampaign}). Start reading at {@link dev.sluice.torture.TortureCommand},
 * which {@code ci/torture} starts with a seed and a time budget. The tests here are short runs of
 * the same campaigns.
 *
 * <p>The fuzzing targets are next to the tests of each reader, in classes named {@code
 * ...ReaderTargets}.
 */
package dev.sluice.torture;
