/**
 * Programs that try to break the engine: readers given damaged files ({@link
 * dev.sluice.torture.ReaderCampaign}), runs that are killed or fail at any change of a file and
 * then go on ({@link dev.sluice.torture.CrashCampaign}), and trainings without end ({@link
 * dev.sluice.torture.SoakCampaign}). Begin with {@link dev.sluice.torture.TortureCommand}, which
 * {@code ci/torture} starts with a seed and a budget; the tests here are short runs of the same.
 *
 * <p>What may be read, and how a reader refuses, stands beside each reader's own tests: classes
 * named {@code ...ReaderTargets}.
 */
package dev.sluice.torture;
