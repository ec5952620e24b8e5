#include "map_page.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "html.hpp"

namespace eigenlex::tool {
namespace {

constexpr double kSide = 2000;
constexpr double kMargin = 40;
/// Most frequent words that a label is tried for, and most labels of words.
constexpr std::int32_t kWordsTried = 20000;
constexpr std::size_t kMostLabels = 700;
constexpr double kClassSize = 20, kWordSize = 12;
/// Of a letter, in the size of the text; few are wider, bold ones and others.
constexpr double kClassLetter = 0.65, kWordLetter = 0.58;

constexpr std::string_view kMapHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Map of words</title>
<style>
:root { --dot: 45%; --paper: #fff; --ink: #111; }
@media (prefers-color-scheme: dark) { :root { --dot: 62%; --paper: #16181c; --ink: #eee; } }
body { font: 16px/1.45 system-ui, sans-serif; margin: 1rem; background: var(--paper);
  color: var(--ink); }
svg { width: 100%; min-width: 60rem; height: auto; }
path { fill: none; stroke-width: 3; stroke-linecap: round; stroke-opacity: .55; }
text { fill: var(--ink); text-anchor: middle; dominant-baseline: central;
  stroke: var(--paper); stroke-width: 3px; paint-order: stroke; }
.word { font-size: 12px; } .class { font-size: 20px; font-weight: 700; }
</style>
</head>
<body>
)";

/// From places of a map to those of the drawing.
class Drawing {
 public:
  explicit Drawing(const RowMatrix& places) {
    if (places.rows() == 0) return;
    left_ = places.col(0).minCoeff();
    top_ = places.col(1).maxCoeff();
    const double width =
        std::max({places.col(0).maxCoeff() - left_, top_ - places.col(1).minCoeff(), 1e-30});
    scale_ = (kSide - 2 * kMargin) / width;
  }

  double x(float place) const { return kMargin + (place - left_) * scale_; }
  double y(float place) const { return kMargin + (top_ - place) * scale_; }

 private:
  double left_ = 0, top_ = 0, scale_ = 1;
};

/// Writes texts where no other is written yet.
class Labels {
 public:
  /// Whether there was a place.
  bool add(double x, double y, std::string_view text, bool is_class) {
    const auto letters = std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; });
    const double size = is_class ? kClassSize : kWordSize;
    const double letter = is_class ? kClassLetter : kWordLetter;
    const double half = letter * size * static_cast<double>(letters) / 2;
    // Within the drawing, where the text is not longer than that.
    x = std::max(std::min(x, kSide - half), half);
    const Box box{x - half, x + half, y - 0.6 * size, y + 0.6 * size};
    const auto overlaps = [&](const Box& other) {
      return box.left < other.right && other.left < box.right && box.top < other.bottom &&
             other.top < box.bottom;
    };
    if (std::ranges::any_of(boxes_, overlaps)) return false;
    boxes_.push_back(box);
    svg_ += fmt::format("<text class=\"{}\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>\n",
                        is_class ? "class" : "word", x, y, escaped(text));
    return true;
  }

  const std::string& svg() const { return svg_; }

 private:
  struct Box {
    double left, right, top, bottom;
  };

  std::vector<Box> boxes_;
  std::string svg_;
};

/// The words of each class as dots, which are lines without length.
std::string dots(const WordMap& map, const Drawing& drawing) {
  std::vector<std::string> paths(map.classes.size());
  for (std::size_t i = 0; i < map.class_of.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    paths[static_cast<std::size_t>(map.class_of[i])] += fmt::format(
        "M{:.0f} {:.0f}h0", drawing.x(map.places(row, 0)), drawing.y(map.places(row, 1)));
  }
  std::string svg;
  for (std::size_t number = 0; number < paths.size(); ++number) {
    // Hues of consecutive numbers are far apart by the golden angle.
    svg += fmt::format("<path style=\"stroke:hsl({:.0f} 65% var(--dot))\" d=\"{}\"/>\n",
                       std::fmod(137.508 * static_cast<double>(number), 360), paths[number]);
  }
  return svg;
}

std::string labels(const WordMap& map, const Vocabulary& words, const Drawing& drawing) {
  Labels labels;
  for (const MapClass& each : map.classes) {
    labels.add(drawing.x(each.place[0]), drawing.y(each.place[1]), class_name(each, words), true);
  }
  std::size_t added = 0;
  for (std::int32_t id = 0; id < std::min(words.size(), kWordsTried) && added < kMostLabels; ++id) {
    if (labels.add(drawing.x(map.places(id, 0)), drawing.y(map.places(id, 1)), words.word(id),
                   false)) {
      ++added;
    }
  }
  return labels.svg();
}

}  // namespace

std::string class_name(const MapClass& each, const Vocabulary& words) {
  std::string name;
  for (const std::int32_t id : each.central) {
    if (!name.empty()) name += ' ';
    name += words.word(id);
  }
  return name;
}

std::string map_page(const WordMap& map, const Vocabulary& words) {
  const Drawing drawing(map.places);
  return fmt::format(
      "{}<h1>Map of words</h1>\n<p>{} words in {} classes, each named by frequent words of its "
      "middle. Near words are near each other; distances between islands mean little.</p>\n"
      "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Map of {} words\">\n{}{}</svg>\n"
      "</body>\n</html>\n",
      kMapHead, map.places.rows(), map.classes.size(), kSide, kSide, map.places.rows(),
      dots(map, drawing), labels(map, words, drawing));
}

}  // namespace eigenlex::tool
