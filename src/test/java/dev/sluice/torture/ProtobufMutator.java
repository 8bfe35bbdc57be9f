package dev.sluice.torture;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Damages a protobuf message field by field, so that it stays well-formed: it removes and repeats
 * fields, swaps fields of the same kind, and sets extreme values.
 */
public final class ProtobufMutator implements Mutator {
  private static final int MOST_CHANGES = 4;
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    3,
    7,
    255,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 33
  };
  private static final float[] FLOATS = {0, -1, 1e-39f, 1e38f, Float.NaN, Float.NEGATIVE_INFINITY};

  private final Message prototype;
  private final List<String> words;

  /**
   * @param prototype any message of the type
   * @param words strings to insert, in addition to those of the message
   */
  public ProtobufMutator(Message prototype, String... words) {
    this.prototype = prototype;
    this.words = List.of(words);
  }

  /** A random field that is set, in any message of the tree. */
  private record Place(Message.Builder owner, FieldDescriptor field) {}

  @Override
  public byte[] mutate(List<byte[]> samples, RandomGenerator random) {
    Message.Builder builder = prototype.newBuilderForType();
    try {
      builder.mergeFrom(samples.get(0));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("a sample is no such message", e);
    }
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      change(builder, random);
    }
    return builder.build().toByteArray();
  }

  private void change(Message.Builder root, RandomGenerator random) {
    List<Place> places = new ArrayList<>();
    collect(root, places);
    if (places.isEmpty()) {
      return;
    }
    Place place = places.get(random.nextInt(places.size()));
    if (place.field().isRepeated()) {
      changeRepeated(place, random);
    } else if (random.nextInt(4) == 0) {
      place.owner().clearField(place.field());
    } else {
      Object old = place.owner().getField(place.field());
      place.owner().setField(place.field(), value(place.field(), old, random));
    }
  }

  private static void collect(Message.Builder builder, List<Place> places) {
    for (FieldDescriptor field : builder.getAllFields().keySet()) {
      places.add(new Place(builder, field));
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = 0; i < builder.getRepeatedFieldCount(field); i++) {
          collect(builder.getRepeatedFieldBuilder(field, i), places);
        }
      } else {
        collect(builder.getFieldBuilder(field), places);
      }
    }
  }

  private void changeRepeated(Place place, RandomGenerator random) {
    Message.Builder owner = place.owner();
    FieldDescriptor field = place.field();
    List<Object> elements = new ArrayList<>((List<?>) owner.getField(field));
    int at = random.nextInt(elements.size());
    switch (random.nextInt(4)) {
      case 0 -> elements.remove(at);
      case 1 -> elements.add(at, elements.get(random.nextInt(elements.size())));
      case 2 -> elements.set(at, elements.get(random.nextInt(elements.size())));
      default -> elements.set(at, value(field, elements.get(at), random));
    }
    owner.setField(field, elements);
  }

  private Object value(FieldDescriptor field, Object old, RandomGenerator random) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    return switch (field.getJavaType()) {
      case INT -> (int) number;
      case LONG -> number;
      case FLOAT -> FLOATS[random.nextInt(FLOATS.length)];
      case DOUBLE -> (double) FLOATS[random.nextInt(FLOATS.length)];
      case BOOLEAN -> !(Boolean) old;
      case STRING -> words.get(random.nextInt(words.size()));
      case BYTE_STRING -> resized((ByteString) old, random);
      case ENUM ->
          field
              .getEnumType()
              .getValues()
              .get(random.nextInt(field.getEnumType().getValues().size()));
      case MESSAGE -> ((Message) old).newBuilderForType().buildPartial();
    };
  }

  private static ByteString resized(ByteString bytes, RandomGenerator random) {
    return random.nextBoolean()
        ? bytes.substring(0, random.nextInt(bytes.size() + 1))
        : bytes.concat(ByteString.copyFrom(new byte[1 + random.nextInt(8)]));
  }
}
