package dev.sluice.insight.browser;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sluice.insight.SampleRun;
import dev.sluice.insight.cost.CostPage;
import dev.sluice.insight.cost.SampleCost;
import dev.sluice.insight.gradient.GradientPage;
import dev.sluice.insight.gradient.SampleGradients;
import dev.sluice.insight.inspect.SampleInspection;
import dev.sluice.insight.inspect.page.InspectionPage;
import dev.sluice.insight.memory.SampleMemory;
import dev.sluice.insight.page.HtmlPage;
import dev.sluice.insight.tour.SampleTour;
import dev.sluice.insight.tour.TourPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Every page of the project, on wide and narrow screens, light and dark. */
@Tag("browser")
class PagesTest {
  private static final List<Integer> WIDTHS = List.of(1280, 360);

  @TempDir private static Path folder;
  private static Browser browser;

  /** A missing browser is a failure in continuous integration and a visible line elsewhere. */
  @BeforeAll
  static void startBrowser() {
    Optional<Path> driver = Browser.installed();
    if (driver.isEmpty()) {
      String missing =
          "pages are not tested: chromedriver is not on the path; on Debian: apt-get install"
              + " chromium chromium-driver";
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(missing);
      }
      System.err.println(missing);
      abort(missing);
    }
    browser = Browser.start(driver.get());
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("training-report", SampleRun.report(3).html());
    pages.put(
        "inspection",
        InspectionPage.of(SampleInspection.inspection(), SampleInspection.CLASSES)
            .withText(SampleInspection.TEXT)
            .withModel("One bidirectional LSTM layer of 80 units.")
            .withRemark("The model reads the last 24 of 30 tokens.")
            .withStrongestWords(SampleInspection.strongest())
            .withSource("A text made for tests.")
            .page()
            .html());
    pages.put("memory", SampleMemory.page(true).html());
    pages.put("cost", new CostPage(SampleCost.result()).page().html());
    pages.put(
        "gradients", GradientPage.of(SampleGradients.report(SampleGradients.settings())).html());
    pages.put("tour", TourPage.of(SampleTour.result()).html());
    return pages;
  }

  static Set<Map.Entry<String, String>> faults() {
    return Map.of(
            "requests to the network",
            "<img src=\"http://localhost:49999/a.png\" alt=\"a\"/>",
            "messages in the console",
            "<script>console.error('a fault')</script>",
            "pixels wide",
            "<div style=\"width:2000px\">wide</div>",
            "color-contrast",
            "<p style=\"color:#bbbbbb;background:#ffffff\">pale</p>")
        .entrySet();
  }

  /** The checks find what they look for. */
  @ParameterizedTest
  @MethodSource("faults")
  void finds(Map.Entry<String, String> fault) throws IOException {
    HtmlPage bad = HtmlPage.of("t").withPart(page -> page.source(fault.getValue()));
    Path file = Files.writeString(folder.resolve("bad.html"), bad.html());
    var e =
        assertThrows(AssertionError.class, () -> new PageChecks(browser, file).check(1280, false));
    assertTrue(e.getMessage().contains(fault.getKey()), e.getMessage());
  }

  @Test
  void aWordOfAnInspectionShowsItsNumbersByKeyboardAndPointer() throws IOException {
    Path file = Files.writeString(folder.resolve("keys.html"), pages().get("inspection"));
    browser.show(file, 1280, false);
    WebElement readout = browser.driver().findElement(By.className("readout"));
    Actions keys = new Actions(browser.driver());
    keys.sendKeys(Keys.TAB).perform();
    assertTrue(
        readout.getText().startsWith("aaaaastonishing (not in the vocabulary): contribution"));
    keys.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT).perform();
    assertTrue(readout.getText().startsWith("think: contribution"), readout.getText());
    keys.sendKeys(Keys.END).perform();
    assertTrue(readout.getText().startsWith("do: contribution"), readout.getText());
    keys.moveToElement(browser.driver().findElement(By.className("heat-map"))).perform();
    assertTrue(readout.getText().contains("input gate i in row"), readout.getText());
  }

  @TestFactory
  List<DynamicTest> satisfiesWhatEveryPageMust() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, String> page : pages().entrySet()) {
      Path file = Files.writeString(folder.resolve(page.getKey() + ".html"), page.getValue());
      for (int width : WIDTHS) {
        for (boolean dark : new boolean[] {false, true}) {
          String name = page.getKey() + " at " + width + (dark ? ", dark" : ", light");
          tests.add(
              DynamicTest.dynamicTest(
                  name, () -> new PageChecks(browser, file).check(width, dark)));
        }
      }
    }
    return tests;
  }
}
