/**
 * Reads and writes weights of PyTorch: state dicts of {@code nn.RNN}, {@code nn.LSTM}, {@code
 * nn.GRU}, {@code nn.Embedding} and {@code nn.Linear} as safetensors files.
 *
 * <p>On the Python side one line writes such a file and one reads it:
 *
 * <pre>
 *   safetensors.torch.save_file(model.state_dict(), "model.safetensors")
 *   model.load_state_dict(safetensors.torch.load_file("model.safetensors"))
 * </pre>
 *
 * <p>{@code save_file} refuses tensors that share memory (tied weights); clone them first: {@code
 * {k: v.clone() for k, v in model.state_dict().items()}}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.interop.pytorch;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
