package dev.sluice.app.parity;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The file format {@code sluice-parity-1}: its metadata keys and its help text. */
final class ParityFormat {
  /** The value of the key {@code format}. */
  static final String NAME = "sluice-parity-1";

  /** The keys of the metadata beside those of {@link CellKeys}. */
  private static final Set<String> OWN_KEYS =
      Set.of(
          "format",
          "cell",
          "num_layers",
          "bidirectional",
          "zoneout_seed",
          "zoneout_step",
          "zoneout_site",
          "direction",
          "merge",
          "bptt_window",
          // must agree with the tensors
          "input_size",
          "hidden_size",
          "proj_size",
          "bias",
          "batch_first",
          // for people
          "name",
          "title",
          "description",
          "comment",
          "producer",
          "generator",
          "framework",
          "torch_version",
          "version",
          "source",
          "author",
          "license",
          "created",
          "date",
          "seed",
          "dtype");

  /** All keys of the metadata. Other keys are errors, so that no option is ignored. */
  static final Set<String> KEYS =
      Stream.of(OWN_KEYS, CellKeys.names())
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  /** The footer of the command's help. */
  static final String HELP =
      """

      The format sluice-parity-1

      T timesteps, N rows, I inputs, H hidden units, P features of h (projection size, else H),
      L layers, D directions, G gates (i, f, g, o of an LSTM; r, z, n of a GRU), DP = D*P, or P
      if directions are summed. K is a layer from 0. Tensor names of the backward direction end in
      _reverse: weight_ih_l0_reverse.

      Metadata (all strings)
        format                 sluice-parity-1
        cell                   rnn, lstm, gru
        num_layers             L
        bidirectional          true, false
      and optionally, with default values
        gate_activation        sigmoid    of i, f, o; r, z
        candidate_activation   tanh       of g; n; h' of an rnn, also called nonlinearity
        output_activation      tanh       of an lstm's c'
        reset                  after      or before (gru)
        update                 keeps      or admits (gru)
        peepholes              false      (lstm)
        coupled                false      f = 1 - i (lstm)
        preactivation_clip     0: none    preactivations of the gates are limited to [-clip, clip]
        cell_clip              0: none    c' is limited to [-clip, clip] (lstm)
        layer_norm             false      not with coupled, nor with reset=before
        zoneout_hidden         0          rate of h
        zoneout_cell           0          rate of c (lstm)
        zoneout_seed           none       random masks; without it, rates act by their expectation
        zoneout_step           0          of the random stream, in addition to the seed
        zoneout_site           0          likewise; cell k = layer*D + direction uses site + k
        direction              forward    or reverse, with bidirectional=false
        merge                  concat     or sum, with bidirectional=true
        bptt_window            none       steps of truncated BPTT; default: full BPTT
      An activation is sigmoid, tanh, relu, softsign, softplus, or one with parameters (defaults in
      brackets): leaky_relu(0.01), elu(1), thresholded_relu(1), hard_sigmoid(0.2, 0.5),
      scaled_tanh(1, 1), affine(1, 0).
      The keys input_size, hidden_size, proj_size, bias and batch_first=false must agree with the
      tensors. For people only: name, title, description, comment, producer, generator, framework,
      torch_version, version, source, author, license, created, date, seed, dtype. Any other key
      is refused.

      Tensors (F64, F32, F16 or BF16; the engine computes in float32)
        x                       [T,N,I]
        lengths                 [N] integers 0 to T, optional; outputs after a length are zero
        h0, c0                  [L*D,N,P] and [L*D,N,H], optional, default zeros
        weight_ih_lK            [G*H,I]; above the first layer I is DP
        weight_hh_lK            [G*H,P]
        bias_ih_lK, bias_hh_lK  [G*H], each optional
        weight_hr_lK            [P,H], only in an lstm with a projection
        weight_ci_lK, _cf, _co  [H], with peepholes
        norm_ih_lK, norm_hh_lK  [G*H], with layer_norm
        norm_c_lK, bias_c_lK    [H], with layer_norm (lstm)
        dy, dhn, dcn            gradients of the loss with respect to y, hn and cn, optional
        dcells_lK               [T,N,H] the same with respect to c of every step, optional
      Expected results, at least one
        y                       [T,N,DP]
        hn, cn                  [L*D,N,P], [L*D,N,H]
        cells_lK                [T,N,H] c of every step
        gates_lK                [T,N,G*H] gates of every step, after their activation
        grad.NAME               gradient of the loss with respect to x, h0, c0 or a weight
      Layers may differ in H and P. Then h0, c0, hn, cn, dhn, dcn, grad.h0 and grad.c0 are one tensor
      per cell, such as h0_lK [N,P]. Layers of equal size may use either form.
      """;

  private ParityFormat() {}
}
