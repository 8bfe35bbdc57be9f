package dev.sluice.insight.tour;

import dev.sluice.argument.Require;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.PagePart;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The equations of a cell in plain text, each with what it does.
 *
 * @param name what the list is, for screen readers
 * @param lines the equations in the order of the computation
 */
record Equations(String name, List<Line> lines) implements PagePart {
  private static final Pattern INDEX = Pattern.compile("_(\\{[^}]+\\}|\\w)");

  /**
   * An equation.
   *
   * @param meaning what it does, in a few words
   * @param formula in plain text
   */
  record Line(String meaning, String formula) {
    Line {
      Require.present("meaning", meaning);
      Require.present("formula", formula);
    }
  }

  Equations {
    Require.present("name", name);
    lines = Require.copyOf("lines", lines);
  }

  /** The equations of the article's RNN. */
  static Equations rnn() {
    return new Equations(
        "Equation of the vanilla RNN",
        List.of(new Line("The new state", "s_t = σ(W s_{t−1} + U x_t + b)")));
  }

  /** The equations of the article's LSTM. */
  static Equations lstm() {
    return new Equations(
        "Equations of the LSTM",
        List.of(
            new Line("Selective write: the output gate", "o_t = σ(W_o h_{t−1} + U_o x_t + b_o)"),
            new Line("Selective read: the input gate", "i_t = σ(W_i h_{t−1} + U_i x_t + b_i)"),
            new Line("Selective forget: the forget gate", "f_t = σ(W_f h_{t−1} + U_f x_t + b_f)"),
            new Line("What the word would write", "s̃_t = σ(W h_{t−1} + U x_t + b)"),
            new Line("The memory", "s_t = f_t ⊙ s_{t−1} + i_t ⊙ s̃_t"),
            new Line("What others may see of it", "h_t = o_t ⊙ σ(s_t)")));
  }

  /** The equations of the article's GRU. */
  static Equations gru() {
    return new Equations(
        "Equations of the GRU",
        List.of(
            new Line("The reset gate", "o_t = σ(W_o s_{t−1} + U_o x_t + b_o)"),
            new Line("The update gate", "i_t = σ(W_i s_{t−1} + U_i x_t + b_i)"),
            new Line("What the word would write", "s̃_t = σ(W (o_t ⊙ s_{t−1}) + U x_t + b)"),
            new Line("The state", "s_t = (1 − i_t) ⊙ s_{t−1} + i_t ⊙ s̃_t")));
  }

  @Override
  public void write(Markup page) {
    page.open("dl", "class", "equations", "aria-label", name).line();
    for (Line line : lines) {
      page.open("div").element("dt", line.meaning()).open("dd").open("code");
      writeFormula(page, line.formula());
      page.close().close().close().line();
    }
    page.close().line();
  }

  /** Writes {@code s_t} and {@code s_{t−1}} with their indices below the line. */
  private static void writeFormula(Markup page, String formula) {
    Matcher index = INDEX.matcher(formula);
    int written = 0;
    while (index.find()) {
      page.text(formula.substring(written, index.start()));
      page.element("sub", index.group().replaceAll("[_{}]", ""));
      written = index.end();
    }
    page.text(formula.substring(written));
  }
}
