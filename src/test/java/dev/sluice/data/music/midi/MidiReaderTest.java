package dev.sluice.data.music.midi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.music.MeterChange;
import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.TempoChange;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.sound.midi.MidiSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files written by hand; 96 ticks (0x60) are a quarter note, which has 1920 ticks in a piece. */
class MidiReaderTest {
  private static final String END = "00 FF2F00";

  @TempDir Path temp;

  @Test
  void readsANote() {
    Piece piece = read("60 903C40 30 803C00" + END);
    assertEquals(List.of(new Note(1920, 960, 60, 64)), piece.notes());
    assertEquals(List.of(new TempoChange(0, 500_000)), piece.tempos());
    assertEquals(List.of(new MeterChange(0, 4, 4)), piece.meters());
  }

  @Test
  void endsANoteAtANoteOnOfVelocityZero() {
    assertEquals(List.of(new Note(0, 1920, 60, 64)), read("00 903C40 60 903C00" + END).notes());
  }

  @Test
  void keepsTheRunningStatus() {
    List<Note> expected = List.of(new Note(0, 1920, 60, 64), new Note(0, 1920, 64, 64));
    assertEquals(expected, read("00 903C40 00 4040 60 3C00 00 4000" + END).notes());
    // Also after a meta event and a system exclusive message, against the letter of the standard.
    assertEquals(
        expected, read("00 903C40 00 FF0100 00 4040 60 F0027EF7 00 3C00 00 4000" + END).notes());
  }

  @Test
  void mergesTheTracksOfFormat1() {
    Piece piece =
        read(
            1,
            96,
            "00 FF58040302 1808 60 FF510306 1A80" + END,
            "00 904040 60 804000" + END,
            "00 913C50 60 813C00" + END);
    assertEquals(List.of(new Note(0, 1920, 60, 80), new Note(0, 1920, 64, 64)), piece.notes());
    assertEquals(
        List.of(new TempoChange(0, 500_000), new TempoChange(1920, 400_000)), piece.tempos());
    assertEquals(List.of(new MeterChange(0, 3, 4)), piece.meters());
  }

  @Test
  void readsTempoAndMeterFromAnyTrackAndTick() {
    Piece piece =
        read(
            1,
            96,
            "00 903C40 60 803C00" + END,
            "00 FF5103 0F4240 60 FF5804 06031808 00 FF5103 07A120" + END);
    assertEquals(
        List.of(new TempoChange(0, 1_000_000), new TempoChange(1920, 500_000)), piece.tempos());
    assertEquals(List.of(new MeterChange(0, 4, 4), new MeterChange(1920, 6, 8)), piece.meters());
  }

  /** 25 frames of 40 ticks are a second: two quarter notes, whatever the tempo event says. */
  @Test
  void readsFramesAsSeconds() {
    Piece piece = read(0, 0xE728, "00 FF5103 0F4240 8768 903C40 8374 803C00" + END);
    assertEquals(List.of(new Note(3840, 1920, 60, 64)), piece.notes());
    assertEquals(List.of(new TempoChange(0, 500_000)), piece.tempos());
  }

  /** 30,000 frames of drop-frame timecode are 1001 seconds; here one tick is a frame. */
  @Test
  void readsDropFrames() {
    Piece piece = read(0, 0xE301, "81EA30 903C40 81EA30 803C00" + END);
    assertEquals(List.of(new Note(1001 * 3840, 1001 * 3840, 60, 64)), piece.notes());
  }

  @Test
  void leavesPercussionOutUnlessAsked() {
    byte[] both = MidiBytes.file(0, 96, "00 992440 00 903C40 60 892400 00 803C00" + END);
    assertEquals(List.of(new Note(0, 1920, 60, 64)), new MidiReader().read("f", both).notes());
    assertEquals(2, new MidiReader().withPercussion(true).read("f", both).notes().size());
    assertReason(
        "expected notes, found percussion only",
        MidiBytes.file(0, 96, "00 992440 60 892400" + END));
  }

  @Test
  void holdsNotesWithThePedal() {
    byte[] file =
        MidiBytes.file(0, 96, "00 903C40 30 B0407F 30 803C00 00 904040 30 804000 30 B04000" + END);
    assertEquals(
        List.of(new Note(0, 3840, 60, 64), new Note(1920, 1920, 64, 64)),
        new MidiReader().read("f", file).notes());
    assertEquals(
        List.of(new Note(0, 1920, 60, 64), new Note(1920, 960, 64, 64)),
        new MidiReader().withPedal(false).read("f", file).notes());
  }

  @Test
  void thePedalIsDownFromHalfOfItsRange() {
    // Down at value 64, up at 63; the pedal of another channel has no effect.
    assertEquals(
        3840, read("00 B04040 00 903C40 60 803C00 60 B0403F" + END).notes().get(0).duration());
    assertEquals(
        1920, read("00 B14040 00 903C40 60 803C00 60 B14000" + END).notes().get(0).duration());
    assertEquals(
        1920, read("00 B0403F 00 903C40 60 803C00 60 B04000" + END).notes().get(0).duration());
    // A pedal that never rises holds until the end.
    assertEquals(5760, read("00 B0407F 00 903C40 60 803C00 8140 FF2F00").notes().get(0).duration());
  }

  @Test
  void thePedalOfOneTrackHoldsTheNotesOfAnother() {
    Piece piece = read(1, 96, "00 903C40 60 803C00" + END, "30 B0407F 8110 B04000" + END);
    assertEquals(List.of(new Note(0, 3840, 60, 64)), piece.notes());
  }

  @Test
  void separatesOverlappingNotesOfOnePitch() {
    // On at 0, on at 48, off at 96, off at 192: the first note ends where the second begins.
    assertEquals(
        List.of(new Note(0, 960, 60, 64), new Note(960, 2880, 60, 80)),
        read("00 903C40 30 903C50 30 803C00 60 803C00" + END).notes());
    // In two channels, the other way round.
    assertEquals(
        List.of(new Note(0, 960, 60, 64), new Note(960, 960, 60, 80)),
        read("00 903C40 30 913C50 30 813C00 60 803C00" + END).notes());
  }

  @Test
  void endsNotesThatNothingEnds() {
    assertEquals(List.of(new Note(0, 3840, 60, 64)), read("00 903C40 60 903E00 60 FF2F00").notes());
    assertEquals(List.of(new Note(0, 1920, 60, 64)), read("00 903C40 60 B07B00" + END).notes());
    assertEquals(List.of(new Note(0, 1920, 60, 64)), read("00 903C40 60 B07800" + END).notes());
    assertEquals(List.of(new Note(0, 1, 60, 64)), read("00 903C40 00 803C00" + END).notes());
  }

  @Test
  void readsOddFiles() {
    byte[] plain = MidiBytes.file(0, 96, "00 903C40 60 803C00" + END);
    List<Note> expected = List.of(new Note(0, 1920, 60, 64));
    assertEquals(expected, read("00 903C40 60 803C00").notes(), "no end event");
    assertEquals(expected, read("00 903C40 60 803C00" + END + "0000").notes(), "more in a track");
    assertEquals(expected, notes(MidiBytes.concat(plain, new byte[50])), "more in the file");
    byte[] header = Arrays.copyOf(plain, 14);
    byte[] track = Arrays.copyOfRange(plain, 14, plain.length);
    byte[] alien = MidiBytes.chunk("58464948", new byte[3]);
    assertEquals(expected, notes(MidiBytes.concat(header, alien, track)), "an unknown chunk");
    byte[] riff = MidiBytes.concat(MidiBytes.bytes("52494646 00000000 524D4944 64617461 00000000"));
    assertEquals(expected, notes(MidiBytes.concat(riff, plain)), "a RIFF file");
    byte[] longer = MidiBytes.concat(header, new byte[4], track);
    longer[7] = 10;
    assertEquals(expected, notes(longer), "a longer header");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00 903C                    | byte 25: expected more of an event, found the end of the track",
        "00                         | byte 23: expected more of an event, found the end of the track",
        "00 3C40                    | byte 24: expected a status byte, found 0x3C",
        "00 90BC40                  | byte 26: expected data from 0 to 127, found 188 and 64",
        "00 F100                    | byte 24: expected an event, found status 0xF1",
        "00 FF01FFFFFF7F 00         | expected 268435455 bytes of an event, found 1 in the track",
        "00 F0FFFFFF7F 00           | expected 268435455 bytes of an event, found 1 in the track",
        "8181818100 903C40          | expected a number of at most 4 bytes, found more",
        "00 FF510107                | expected a tempo of 3 bytes, found 1",
        "00 FF5103000000            | expected a tempo of 1 or more microseconds per quarter note",
        "00 FF580100                | expected a time signature of 2 bytes, found 1",
        "00 FF580400021808          | expected a time signature from 1/1 to 255/64, found 0/2^2",
        "00 FF580404071808          | expected a time signature from 1/1 to 255/64, found 4/2^7",
        "00 FF2F00                  | expected notes, found none",
        "FFFFFF7F 903C40 00 803C00  | expected notes and changes within 70000 quarter notes, found tick 268435455",
      })
  void namesWhatIsWrongWithATrack(String track, String reason) {
    assertReason(reason, MidiBytes.file(0, 96, track));
  }

  @Test
  void namesWhatIsWrongWithAFile() {
    byte[] plain = MidiBytes.file(0, 96, "00 903C40 60 803C00" + END);
    assertReason("expected a MIDI file, found an empty file", new byte[0]);
    assertReason("expected a MIDI file, which begins with MThd", new byte[100]);
    assertReason("expected a MIDI file, which begins with MThd", Arrays.copyOf(plain, 10));
    assertReason(
        "byte 22: expected a chunk of 12 bytes, found 10: the file is truncated",
        Arrays.copyOf(plain, plain.length - 2));
    assertReason("expected 1 tracks, found 0", Arrays.copyOf(plain, 14));
    assertReason(
        "expected 3 tracks, found 1", MidiBytes.file(1, 3, 96, "00 903C40 60 803C00" + END));
    assertReason("expected at least one track, found none", MidiBytes.file(0, 96));
    assertReason("expected format 0 or 1, found 2", MidiBytes.file(2, 96, END));
    assertReason("expected format 0 or 1, found 7", MidiBytes.file(7, 96, END));
    assertReason("SMPTE frame, found 0x0000", MidiBytes.file(0, 0, END));
    assertReason("SMPTE frame, found 0xE428", MidiBytes.file(0, 0xE428, END));
    assertReason("SMPTE frame, found 0xE200", MidiBytes.file(0, 0xE200, END));
    assertReason("expected at most 2097152 bytes", new byte[MidiReader.MAX_BYTES + 1]);
    byte[] header = plain.clone();
    header[4] = (byte) 0xFF;
    assertReason("expected a header of 6 bytes, found 4278190086", header);
  }

  @Test
  void namesTheFile() throws Exception {
    Path file = Files.write(temp.resolve("a.mid"), new byte[0]);
    MidiException empty = assertThrows(MidiException.class, () -> new MidiReader().read(file));
    assertEquals(file.toString(), empty.file());
    assertEquals("expected a MIDI file, found an empty file", empty.reason());
    assertEquals(file + ": " + empty.reason(), empty.getMessage());
    assertReasonOf("expected a file, found none", temp.resolve("none.mid"));
    assertReasonOf("cannot be read", temp);
  }

  /** The JDK's own reader gives the same notes where it reads a file at all. */
  @Test
  void agreesWithTheReaderOfTheJdk() throws Exception {
    byte[] file =
        MidiBytes.file(
            1,
            96,
            "00 FF5103 0F4240" + END,
            "00 903C40 30 B0407F 00 4040 10 FF010141 50 903C00 30 B04000" + END);
    assertEquals(
        new MidiReader().read("f", file),
        new MidiReader().read("f", MidiSystem.getSequence(new ByteArrayInputStream(file))));
  }

  private static Piece read(String track) {
    return read(0, 96, track);
  }

  private static Piece read(int format, int division, String... tracks) {
    return new MidiReader().read("file", MidiBytes.file(format, division, tracks));
  }

  private static List<Note> notes(byte[] file) {
    return new MidiReader().read("file", file).notes();
  }

  private static void assertReason(String expected, byte[] file) {
    MidiException e =
        assertThrows(MidiException.class, () -> new MidiReader().read("some.mid", file));
    assertEquals("some.mid", e.file());
    assertTrue(e.reason().contains(expected), e.reason());
  }

  private static void assertReasonOf(String expected, Path file) {
    MidiException e = assertThrows(MidiException.class, () -> new MidiReader().read(file));
    assertTrue(e.reason().contains(expected), e.reason());
  }
}
