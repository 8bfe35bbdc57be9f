package dev.sluice.insight;

/** Lays a report out as one page. */
final class ReportPage {
  private final TrainingReport report;

  ReportPage(TrainingReport report) {
    this.report = report;
  }

  String html() {
    Markup page = new Markup();
    page.open("html", "lang", "en").open("body").element("h1", report.title()).close().close();
    return "<!DOCTYPE html>\n" + page;
  }
}
