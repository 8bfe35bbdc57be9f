package dev.sluice.insight.cost;

import dev.sluice.cell.Biases;
import dev.sluice.insight.chart.BarList;
import dev.sluice.insight.page.DataTable;
import dev.sluice.insight.page.FactList;
import dev.sluice.insight.page.Headline;
import dev.sluice.insight.page.HtmlPage;
import dev.sluice.insight.page.NumberText;
import dev.sluice.insight.page.PagePart;
import dev.sluice.insight.page.Paragraph;
import dev.sluice.insight.page.Section;
import dev.sluice.layer.RecurrentSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The page of an experiment: what each layer costs, as bars and as a table, with shares of the
 * LSTM.
 *
 * @param result what the page shows
 */
public record CostPage(CostResult result) {

  /** The page. */
  public HtmlPage page() {
    HtmlPage page =
        HtmlPage.of("What the gates cost")
            .withDescription(
                "A gated cell remembers longer, and pays for it with parameters, arithmetic,"
                    + " memory and time. This page counts and measures all four.");
    Optional<Headline> headline = headline();
    if (headline.isPresent()) {
      page = page.withPart(headline.get());
    }
    page = page.withPart(facts());
    for (Section section : sections()) {
      page = page.withPart(section);
    }
    return page.withFooter(
        Paragraph.text(
            "The cells are those of D. Trehan, Understanding LSTM's and GRU's, 2020. Times were"
                + " measured on "
                + result.device()
                + "."));
  }

  /** What a GRU saves; empty without a GRU and an LSTM. */
  public Optional<Headline> headline() {
    Optional<LayerCost> gru = result.ofKind("gru");
    Optional<LayerCost> lstm = result.lstm();
    if (gru.isEmpty() || lstm.isEmpty()) {
      return Optional.empty();
    }
    double parameters = (double) gru.get().parameters() / lstm.get().parameters();
    double time = gru.get().nanosPerToken() / lstm.get().nanosPerToken();
    return Optional.of(
        new Headline(
            NumberText.percent(parameters, 0),
            "of an LSTM's parameters are enough for a GRU",
            "Measured here, it takes "
                + NumberText.percent(time, 0)
                + " of the LSTM's time per token of training."));
  }

  /** The layers and their input. */
  public FactList facts() {
    RecurrentSpec spec = result.layers().get(0).spec();
    CostSettings settings = result.settings();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Input features I", NumberText.count(spec.inputSize()));
    facts.put("Hidden units H", NumberText.count(spec.cells().get(0).hiddenSize()));
    facts.put("Layers", NumberText.count(spec.layers()));
    facts.put("Directions", NumberText.count(spec.directions().count()));
    facts.put("Timesteps T", NumberText.count(settings.timesteps()));
    facts.put("Sequences N", NumberText.count(settings.batch()));
    facts.put("Device", result.device());
    return new FactList(facts);
  }

  /** One section for each kind of cost, and one with all numbers. */
  public List<Section> sections() {
    return List.of(parameters(), arithmetic(), memory(), time(), numbers());
  }

  /** The number of parameters of each cell by formula. */
  public DataTable formulas() {
    List<List<String>> rows = new ArrayList<>();
    for (LayerCost layer : result.layers()) {
      rows.add(
          List.of(
              name(layer),
              layer.formula().toString(),
              NumberText.count(layer.formula().value()),
              NumberText.count(layer.parameters())));
    }
    return new DataTable(
        "Parameters by formula, one layer in one direction",
        List.of("Cell", "Formula", "One layer", "In all"),
        rows);
  }

  private Section parameters() {
    return Section.of(
        "Each gate has its own weights",
        bars(Cost.PARAMETERS),
        formulas(),
        Paragraph.note(
            "Each gate, and the candidate, has a matrix for the input (H·I), one for the state"
                + " (H·H), and a bias (H)."
                + (twoBiases() ? " This dialect, PyTorch's, has two biases: the second H." : "")));
  }

  private boolean twoBiases() {
    return result.layers().stream()
        .flatMap(layer -> layer.spec().cells().stream())
        .anyMatch(cell -> cell.biases() == Biases.DOUBLE);
  }

  private Section arithmetic() {
    return Section.of(
        "Each weight is multiplied once per token",
        bars(Cost.FORWARD_MULTIPLY_ADDS),
        Paragraph.note(
            "A token is one timestep of one sequence. Work on single elements is left out. The"
                + " backward pass takes twice those of the forward pass:"
                + " once for the states and inputs, once for the weights."));
  }

  private Section memory() {
    return Section.of(
        "The backward pass needs what the forward pass has seen",
        bars(Cost.KEPT_BYTES),
        Paragraph.note(
            "Memory of the device that is in use between the two passes, per token: outputs,"
                + " gates, states and copies of the input, as allocated. It grows with the length"
                + " of the sequences."));
  }

  private Section time() {
    return Section.of(
        "Time, measured here",
        bars(Cost.FORWARD_NANOS),
        bars(Cost.BACKWARD_NANOS),
        Paragraph.note(
            "Medians of "
                + result.settings().rounds()
                + " rounds that measure the cells in turn, after a warm-up, on "
                + result.device()
                + "."));
  }

  private Section numbers() {
    List<String> columns = new ArrayList<>(List.of("Cost"));
    result.layers().forEach(layer -> columns.add(name(layer)));
    List<LayerCost> compared =
        result.lstm().isEmpty()
            ? List.of()
            : result.layers().stream().filter(layer -> !layer.kind().equals("lstm")).toList();
    compared.forEach(layer -> columns.add(name(layer) + " / LSTM"));
    List<List<String>> rows = new ArrayList<>();
    for (Cost cost : Cost.values()) {
      List<String> row = new ArrayList<>(List.of(cost.title()));
      result.layers().forEach(layer -> row.add(NumberText.count(cost.of(layer, result))));
      compared.forEach(
          layer -> row.add(NumberText.percent(cost.share(layer, result).getAsDouble(), 0)));
      rows.add(row);
    }
    return Section.of("All numbers", new DataTable("All costs", columns, rows));
  }

  /** One cost of each layer as bars under a small heading, with shares of the LSTM. */
  public PagePart bars(Cost cost) {
    List<BarList.Bar> bars = new ArrayList<>();
    for (LayerCost layer : result.layers()) {
      double value = cost.of(layer, result);
      String text = NumberText.count(value);
      OptionalDouble share = cost.share(layer, result);
      if (share.isPresent()) {
        text += " (" + NumberText.percent(share.getAsDouble(), 0) + ")";
      }
      bars.add(new BarList.Bar(name(layer), value, text));
    }
    BarList list = new BarList(cost.title(), bars);
    return page -> {
      page.element("h3", cost.title()).line();
      list.write(page);
    };
  }

  private static String name(LayerCost layer) {
    return layer.kind().toUpperCase(Locale.ROOT);
  }
}
