#include "eigenlex/classify/labelled_texts.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <numeric>
#include <string_view>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/partial_shuffle.hpp"
#include "eigenlex/core/random.hpp"

#include "text_lines.hpp"

namespace eigenlex {
namespace {

constexpr std::string_view kSpace = " \t\v\f";

/// Labels as they were read, and their texts.
struct RawLabelled {
  std::vector<std::string> labels;
  std::vector<std::string> texts;
};

RawLabelled read_raw(const std::string& path) {
  RawLabelled raw;
  for_each_text_line(path, [&](std::int64_t number, std::string_view line) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) {
      throw FormatError::at_line(path, number, "no tab: a line must be label<TAB>text");
    }
    if (tab == 0) throw FormatError::at_line(path, number, "no label before the tab");
    if (line.find_first_not_of(kSpace, tab) == std::string_view::npos) {
      throw FormatError::at_line(
          path, number, fmt::format("no text after the label \"{}\"", line.substr(0, tab)));
    }
    raw.labels.emplace_back(line.substr(0, tab));
    raw.texts.emplace_back(line.substr(tab + 1));
  });
  if (raw.labels.empty()) {
    throw FormatError::at_path(path, "no example: it must have lines label<TAB>text");
  }
  return raw;
}

}  // namespace

LabelledTexts read_labelled_texts(const std::string& path, const TokenizerOptions& options,
                                  const Progress& progress) {
  options.validate();
  const RawLabelled raw = read_raw(path);
  std::map<std::string, std::int32_t> classes;
  for (const std::string& label : raw.labels) classes.emplace(label, 0);
  if (classes.size() < 2) {
    throw FormatError::at_path(
        path, fmt::format("all {} examples are of the class \"{}\": there must be two "
                          "classes at least",
                          raw.labels.size(), raw.labels.front()));
  }
  LabelledTexts result;
  for (auto& [name, id] : classes) {
    id = static_cast<std::int32_t>(result.class_names.size());
    result.class_names.push_back(name);
  }
  for (const std::string& label : raw.labels) result.labels.push_back(classes.at(label));
  result.texts = tokenize_texts(raw.texts, options, progress);
  return result;
}

std::vector<std::string> read_text_lines(const std::string& path) {
  std::vector<std::string> lines;
  for_each_text_line(path, [&](std::int64_t, std::string_view line) { lines.emplace_back(line); });
  return lines;
}

LabelledTexts select(const LabelledTexts& from, std::span<const std::int64_t> texts) {
  LabelledTexts result{from.class_names, {}, select_texts(from.texts, texts)};
  for (const std::int64_t i : texts) {
    result.labels.push_back(from.labels[static_cast<std::size_t>(i)]);
  }
  return result;
}

namespace {

/// How many of each class to draw so that they are `total` together.
std::vector<std::int64_t> class_quotas(std::span<const std::int64_t> class_sizes,
                                       std::int64_t total) {
  const std::int64_t all = std::accumulate(class_sizes.begin(), class_sizes.end(), std::int64_t{0});
  std::vector<std::int64_t> quotas, order;
  std::vector<double> remainders;
  for (const std::int64_t size : class_sizes) {
    const double exact = all == 0 ? 0
                                  : static_cast<double>(total) * static_cast<double>(size) /
                                        static_cast<double>(all);
    quotas.push_back(std::min(size, static_cast<std::int64_t>(exact)));
    remainders.push_back(exact - static_cast<double>(quotas.back()));
    order.push_back(static_cast<std::int64_t>(order.size()));
  }
  std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
    return remainders[static_cast<std::size_t>(a)] > remainders[static_cast<std::size_t>(b)];
  });
  std::int64_t missing = total - std::accumulate(quotas.begin(), quotas.end(), std::int64_t{0});
  while (missing > 0) {
    for (const std::int64_t c : order) {
      std::int64_t& quota = quotas[static_cast<std::size_t>(c)];
      if (missing > 0 && quota < class_sizes[static_cast<std::size_t>(c)]) {
        ++quota;
        --missing;
      }
    }
  }
  return quotas;
}

}  // namespace

Split stratified_split(std::span<const std::int32_t> labels, std::int64_t held_out,
                       std::uint64_t seed) {
  const std::int64_t n = static_cast<std::int64_t>(labels.size());
  if (held_out < 0 || held_out > n) {
    throw OptionError("held_out", fmt::to_string(held_out),
                      fmt::format("must be 0..{}, the number of examples", n));
  }
  std::vector<std::vector<std::int64_t>> members;
  for (std::int64_t i = 0; i < n; ++i) {
    const std::size_t label = static_cast<std::size_t>(labels[static_cast<std::size_t>(i)]);
    if (label >= members.size()) members.resize(label + 1);
    members[label].push_back(i);
  }
  std::vector<std::int64_t> sizes;
  for (const auto& of_class : members) sizes.push_back(static_cast<std::int64_t>(of_class.size()));
  const std::vector<std::int64_t> quotas = class_quotas(sizes, held_out);
  Split split;
  for (std::size_t c = 0; c < members.size(); ++c) {
    Random random(seed, c);
    partial_shuffle(members[c], members[c].size(), random);
    const auto cut = members[c].begin() + quotas[c];
    split.held_out.insert(split.held_out.end(), members[c].begin(), cut);
    split.train.insert(split.train.end(), cut, members[c].end());
  }
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.held_out.begin(), split.held_out.end());
  return split;
}

}  // namespace eigenlex
