package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.layer.DenseSpec;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.DropoutMask;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.FeatureShape;
import dev.sluice.layer.InitialStates;
import dev.sluice.layer.Initializer;
import dev.sluice.layer.Merge;
import dev.sluice.layer.PoolingSpec;
import dev.sluice.layer.RecurrentInitialization;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.PoolingKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSpecTest {
  private static final ModelSpec SENTIMENT =
      ModelSpec.embedding(EmbeddingSpec.forTextClassification(100, 8))
          .recurrent(Lstm.of(8, 16))
          .pooling(PoolingKind.LAST)
          .dropout(0.3)
          .dense(2);

  private static final String JSON =
      "{\"input\":{\"kind\":\"TOKENS\",\"size\":0,\"reverseFeatures\":0},\"layers\":["
          + "{\"kind\":\"embedding\",\"vocabulary\":100,\"size\":8,\"padding\":0,"
          + "\"initializer\":{\"kind\":\"NORMAL\",\"scale\":0.1},"
          + "\"wordDropout\":0.0,\"replacement\":1},"
          + "{\"kind\":\"recurrent\",\"cells\":[{\"kind\":\"lstm\",\"inputSize\":8,"
          + "\"hiddenSize\":16,"
          + "\"gateActivation\":{\"kind\":\"SIGMOID\",\"alpha\":0.0,\"beta\":0.0},"
          + "\"candidateActivation\":{\"kind\":\"TANH\",\"alpha\":0.0,\"beta\":0.0},"
          + "\"outputActivation\":{\"kind\":\"TANH\",\"alpha\":0.0,\"beta\":0.0},"
          + "\"biases\":\"DOUBLE\",\"peepholes\":false,\"coupled\":false,"
          + "\"projectionSize\":0,\"cellClip\":0.0,\"preactivationClip\":0.0,"
          + "\"layerNorm\":false,\"zoneout\":{\"hidden\":0.0,\"cell\":0.0}}],"
          + "\"directions\":\"FORWARD\",\"merge\":\"CONCATENATED\",\"dropout\":0.0,"
          + "\"dropoutMask\":\"INDEPENDENT\",\"recurrentDropout\":0.0,"
          + "\"initialStates\":\"ZERO\","
          + "\"bptt\":{\"window\":2147483647},\"initialization\":{"
          + "\"inputWeights\":{\"kind\":\"FAN_UNIFORM\",\"scale\":1.0},"
          + "\"recurrentWeights\":{\"kind\":\"FAN_UNIFORM\",\"scale\":1.0},"
          + "\"biases\":{\"kind\":\"FAN_UNIFORM\",\"scale\":1.0},\"forgetBias\":null}},"
          + "{\"kind\":\"pooling\",\"poolings\":[\"LAST\"],\"reverseFeatures\":0},"
          + "{\"kind\":\"dropout\",\"rate\":0.3,\"mask\":\"INDEPENDENT\"},"
          + "{\"kind\":\"dense\",\"inputSize\":16,\"outputSize\":2,"
          + "\"activation\":{\"kind\":\"AFFINE\",\"alpha\":1.0,\"beta\":0.0},\"bias\":true,"
          + "\"initializer\":{\"kind\":\"FAN_UNIFORM\",\"scale\":1.0}}]}";

  @Test
  void jsonIsStable() {
    assertEquals(JSON, SENTIMENT.toJson());
    assertEquals(SENTIMENT, ModelSpec.fromJson(JSON));
  }

  @Test
  void everyOptionSurvivesJson() {
    ModelSpec spec =
        ModelSpec.ofTokens()
            .layer(
                EmbeddingSpec.of(100, 8)
                    .withPadding(-1)
                    .withInitializer(Initializer.uniform(0.05))
                    .withWordDropout(0.2, 3))
            .recurrent(
                RecurrentSpec.of(
                        Rnn.of(8, 4).withActivation(Activation.scaledTanh(1.7f, 0.6f)),
                        Gru.article(1, 5),
                        Lstm.article(1, 6))
                    .withDirections(DirectionMode.BIDIRECTIONAL)
                    .withDropout(0.25)
                    .withBptt(Bptt.truncated(50))
                    .withInitialization(RecurrentInitialization.orthogonal()))
            .pooling(PoolingKind.LAST, PoolingKind.MAX, PoolingKind.MEAN)
            .dense(7, Activation.leakyRelu())
            .layer(DenseSpec.of(7, 1).withBias(false).withInitializer(Initializer.constant(0)));
    assertEquals(spec, ModelSpec.fromJson(spec.toJson()));
    ModelSpec masked =
        ModelSpec.ofSequences(3)
            .recurrent(
                RecurrentSpec.of(
                        Lstm.of(3, 4)
                            .withPeepholes()
                            .withProjection(2)
                            .withCellClip(3)
                            .withPreactivationClip(4)
                            .withLayerNorm()
                            .withZoneout(0.1f, 0.2f),
                        Lstm.of(1, 4).withCoupledGates(),
                        Gru.of(1, 3).withLayerNorm().withZoneout(0.5f))
                    .withDirections(DirectionMode.BIDIRECTIONAL, Merge.SUMMED)
                    .withDropout(0.25, DropoutMask.LOCKED)
                    .withRecurrentDropout(0.5)
                    .withInitialStates(InitialStates.LEARNED))
            .dropout(0.5, DropoutMask.LOCKED);
    assertEquals(masked, ModelSpec.fromJson(masked.toJson()));
    ModelSpec forget =
        ModelSpec.ofSequences(3)
            .recurrent(
                RecurrentSpec.of(Lstm.of(3, 4))
                    .withInitialization(RecurrentInitialization.pytorch().withForgetBias(1)));
    assertEquals(forget, ModelSpec.fromJson(forget.toJson()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"rate\":0.3        | \"rate\":0.3,\"x\":1 | \"x\"",
        "\"rate\":0.3        | \"rote\":0.3         | rate",
        ",\"vocabulary\":100 | ''                   | vocabulary",
        "\"size\":8          | \"size\":8.5         | size",
        "\"size\":8          | \"size\":null        | size",
        "\"size\":8          | \"size\":\"8\"       | size",
        "\"size\":8          | \"size\":8,\"size\":8 | size",
        "\"kind\":\"lstm\"   | \"kind\":\"lstn\"    | lstn",
        "\"LAST\"            | 0                    | Pooling",
        "\"rate\":0.3        | \"rate\":1.5         | dropout rate: expected 0 to below 1",
        "\"inputSize\":16    | \"inputSize\":17     | 4.dense after 3.dropout",
        "{\"input\"          | [{\"input\"          | Array",
        "\"scale\":1.0}}]}   | \"scale\":1.0}}]}}   | model description",
        "\"scale\":1.0}}]}   | \"scale\":1.0}}]     | model description"
      })
  void brokenJsonIsRefusedWithTheCulprit(String part, String replacement, String culprit) {
    String broken = JSON.replace(part, replacement);
    assertTrue(!broken.equals(JSON), "nothing replaced");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ModelSpec.fromJson(broken));
    assertTrue(e.getMessage().startsWith("model description: "), e.getMessage());
    assertTrue(e.getMessage().contains(culprit), e.getMessage());
  }

  @Test
  void aNumberOfTooManyDigitsIsRefused() {
    String broken = JSON.replace("\"size\":8", "\"size\":" + "8".repeat(1001));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ModelSpec.fromJson(broken));
    assertTrue(e.getMessage().startsWith("model description: Number value length"), e.getMessage());
  }

  @Test
  void nullsInItAreRefused() {
    for (String part : List.of("\"layers\":[", "\"layers\":")) {
      String rest = part.endsWith("[") ? "null]}" : "null}";
      String broken = JSON.substring(0, JSON.indexOf(part)) + part + rest;
      assertThrows(IllegalArgumentException.class, () -> ModelSpec.fromJson(broken), broken);
    }
  }

  @Test
  void nullIsNoModel() {
    assertThrows(IllegalArgumentException.class, () -> ModelSpec.fromJson("null"));
  }

  @Test
  void bothLayersAreNamedIfTheyDoNotFit() {
    ModelSpec embedded = ModelSpec.embedding(100, 8);
    assertRefused(
        "1.recurrent after 0.embedding: expected [T, N, 9], got [T, N, 8]",
        () -> embedded.recurrent(Lstm.of(9, 4)));
    assertRefused(
        "0.recurrent after input: expected [T, N, 9], got tokens [T, N]",
        () -> ModelSpec.ofTokens().recurrent(Lstm.of(9, 4)));
    assertRefused(
        "5.pooling after 4.dense: expected a sequence [T, N, F], got [N, 2]",
        () -> SENTIMENT.pooling(PoolingKind.MAX));
    assertRefused(
        "1.embedding after 0.embedding: expected tokens [T, N], got [T, N, 8]",
        () -> embedded.layer(EmbeddingSpec.of(100, 8)));
    assertRefused(
        "0.dense after input: expected features, got tokens", () -> ModelSpec.ofTokens().dense(2));
    assertRefused(
        "0.dropout after input: expected a sequence or vectors, got tokens [T, N]",
        () -> ModelSpec.ofTokens().dropout(0.1));
  }

  @Test
  void sizesFollowFromTheLayerBelow() {
    assertEquals(
        ModelSpec.embedding(20_000, 64).recurrent(Lstm.of(64, 64)).dense(2),
        ModelSpec.embedding(20_000, 64).lstm(64).dense(2));
    RecurrentSpec twoGrus = RecurrentSpec.of(Gru.of(3, 5), Gru.of(5, 7));
    assertEquals(
        ModelSpec.ofSequences(3)
            .recurrent(twoGrus.withDirections(DirectionMode.BIDIRECTIONAL))
            .recurrent(Rnn.of(14, 4))
            .pooling(PoolingKind.MAX, PoolingKind.LAST)
            .dense(2),
        ModelSpec.ofSequences(3)
            .gru(DirectionMode.BIDIRECTIONAL, 5, 7)
            .rnn(4)
            .pooling(PoolingKind.MAX, PoolingKind.LAST)
            .dense(2));
  }

  @Test
  void optionsOfALayerAreToldTheSizeBelow() {
    RecurrentSpec projected = RecurrentSpec.of(Lstm.of(10, 8).withProjection(3)).withLayers(2);
    assertEquals(
        ModelSpec.embedding(9, 4).gru(DirectionMode.BIDIRECTIONAL, 5).recurrent(projected).gru(6),
        ModelSpec.embedding(9, 4)
            .gru(DirectionMode.BIDIRECTIONAL, 5)
            .recurrent(
                features -> RecurrentSpec.of(Lstm.of(features, 8).withProjection(3)).withLayers(2))
            .recurrent(Gru.of(3, 6)));
  }

  @Test
  void aLayerWhoseSizeCannotBeInferredIsNamed() {
    ModelSpec pooled = ModelSpec.embedding(9, 4).lstm(5).pooling(PoolingKind.LAST);
    assertRefused(
        "3.recurrent after 2.pooling: expected a sequence [T, N, F], got [N, 5]",
        () -> pooled.lstm(5));
    assertRefused(
        "0.recurrent after input: expected a sequence [T, N, F], got tokens [T, N]",
        () -> ModelSpec.ofTokens().gru(5));
    assertRefused(
        "1.recurrent after 0.embedding: recurrent number of cells: expected at least 1, got 0",
        () -> ModelSpec.embedding(9, 4).rnn());
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void aPoolingKnowsWhichFeaturesRunInReverse() {
    ModelSpec both =
        ModelSpec.ofSequences(3)
            .recurrent(RecurrentSpec.of(Gru.of(3, 4)).withDirections(DirectionMode.BIDIRECTIONAL))
            .dropout(0.1);
    PoolingSpec pooling = (PoolingSpec) both.pooling(PoolingKind.LAST).layers().get(2);
    assertEquals(4, pooling.reverseFeatures());
    assertEquals(FeatureShape.vector(8), both.pooling(PoolingKind.LAST).output());
    assertRefused(
        "2.pooling after 1.dropout: expected 0 features of a reverse recurrence,"
            + " got 4 of [T, N, 8]",
        () -> both.layer(PoolingSpec.of(PoolingKind.LAST)));
  }

  @Test
  void addingALayerLeavesTheDescriptionAsItWas() {
    ModelSpec empty = ModelSpec.ofSequences(3);
    empty.dense(4);
    assertEquals(List.of(), empty.layers());
    assertEquals(FeatureShape.sequence(3), empty.output());
  }
}
