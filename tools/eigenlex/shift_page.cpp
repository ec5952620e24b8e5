#include "shift_page.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "html.hpp"

namespace eigenlex::tool {
namespace {

constexpr int kWidth = 360;
constexpr int kHeight = 150;
constexpr int kMargin = 28;
constexpr std::size_t kNeighboursDrawn = 10;

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Words that changed</title>
<style>
body { font: 16px/1.45 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
article { display: grid; grid-template-columns: 380px 1fr; gap: 1rem; border-top: 1px solid #8886;
  padding: 1rem 0; }
h2 { margin: 0 0 .3rem; font-size: 1.2rem; }
svg { width: 360px; height: 150px; }
line, polyline { stroke: currentColor; fill: none; }
.grid { opacity: .25; } .path { stroke: #1769aa; stroke-width: 2; } .bar { stroke: #1769aa; }
.overlap { stroke: #b35c00; stroke-dasharray: 4 3; } circle { fill: #1769aa; }
text { fill: currentColor; font-size: 11px; }
dt { font-weight: 600; } dd { margin: 0 0 .4rem; } .not { opacity: .6; }
@media (max-width: 50rem) { article { grid-template-columns: 1fr; } }
</style>
</head>
<body>
)";

double x_of(std::size_t period, std::size_t periods) {
  return kMargin + static_cast<double>(period) * (kWidth - 2 * kMargin) /
                       static_cast<double>(std::max<std::size_t>(periods - 1, 1));
}

/// 0 is at the foot of the drawing and 1 at its top; what is below 0 is drawn as 0.
double y_of(double value) {
  return kHeight - kMargin - std::clamp(value, 0.0, 1.0) * (kHeight - 2 * kMargin);
}

template <class Value>
std::string line_through(const WordShift& word, std::string_view name, const Value& value) {
  std::string points;
  for (std::size_t i = 0; i < word.periods.size(); ++i) {
    points +=
        fmt::format("{:.1f},{:.1f} ", x_of(i, word.periods.size()), y_of(value(word.periods[i])));
  }
  return fmt::format("<polyline class=\"{}\" points=\"{}\"/>\n", name, points);
}

/// The cosine with the first period, with its intervals, and the overlap of neighbours.
std::string drawing(const WordShift& word, const std::vector<std::string>& names) {
  std::string svg = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\">\n", kWidth, kHeight);
  for (const double value : {0.0, 0.5, 1.0}) {
    svg += fmt::format(
        "<line class=\"grid\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>"
        "<text x=\"4\" y=\"{:.1f}\">{}</text>\n",
        kMargin, kWidth - kMargin, y_of(value), y_of(value), y_of(value) + 4, value);
  }
  svg += line_through(word, "overlap", [](const WordInPeriod& in) { return in.overlap; });
  svg += line_through(word, "path", [](const WordInPeriod& in) { return in.cosine; });
  for (std::size_t i = 0; i < word.periods.size(); ++i) {
    const WordInPeriod& in = word.periods[i];
    const double x = x_of(i, word.periods.size());
    svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"/>", x, y_of(in.cosine));
    if (in.interval) {
      svg += fmt::format(
          "<line class=\"bar\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/>", x,
          y_of(in.interval->low), y_of(in.interval->high));
    }
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", x,
                       kHeight - 8, escaped(names[i]));
  }
  return svg + "</svg>\n";
}

std::string article(const WordShift& word, const std::vector<std::string>& names) {
  std::string html = fmt::format(
      "<article><div><h2>{}</h2>\n{}<p{}>{:.1f} deviations, p {:.2g}{}</p></div><dl>\n",
      escaped(word.word), drawing(word, names), word.is_reported ? "" : " class=\"not\"",
      word.score, word.p_value, word.is_reported ? "" : ", not reported");
  for (std::size_t i = 0; i < word.periods.size(); ++i) {
    const WordInPeriod& in = word.periods[i];
    std::vector<std::string> neighbours;
    for (const std::string& neighbour : in.neighbours) {
      if (neighbours.size() < kNeighboursDrawn) neighbours.push_back(escaped(neighbour));
    }
    html +=
        fmt::format("<dt>{}: {} times, cosine {:.3f}, overlap {:.2f}</dt><dd>{}</dd>\n",
                    escaped(names[i]), in.count, in.cosine, in.overlap, fmt::join(neighbours, " "));
  }
  return html + "</dl></article>\n";
}

}  // namespace

std::string shift_page(const ShiftReport& report, std::size_t count) {
  std::string html(kHead);
  html += fmt::format(
      "<h1>Words that changed</h1>\n<p>{} of {} words that occur {} times or more in each of {} "
      "changed from the first to the last, at a false discovery rate of {:g}. {} Solid: cosine "
      "with the first period; dashed: overlap of the {} nearest words.</p>\n",
      report.reported, report.words.size(), report.options.least_count,
      escaped(fmt::format("{}", fmt::join(report.periods, ", "))), report.options.false_discovery,
      report.options.resamples > 0
          ? fmt::format("Bars are 95 % intervals of {} resamples of documents.",
                        report.options.resamples)
          : "There are no intervals, as vectors alone were given.",
      report.options.neighbours);
  for (std::size_t i = 0; i < std::min(count, report.words.size()); ++i) {
    html += article(report.words[i], report.periods);
  }
  return html + "</body>\n</html>\n";
}

}  // namespace eigenlex::tool
