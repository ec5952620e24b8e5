#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "eigenlex/matrix/tall.hpp"
#include "eigenlex/query/translator.hpp"
#include "eigenlex/refine/align.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "held_vectors.hpp"
#include "job.hpp"
#include "json.hpp"
#include "options.hpp"

namespace eigenlex {

static void for_options(AlignOptions& options, const auto& visit) {
  visit("centre", options.centre);
  visit("certainty", options.certainty);
  visit("outlier", options.outlier);
  visit("rounds", options.rounds);
  visit("frequent", options.frequent);
  visit("neighbours", options.neighbours);
}

static void for_options(TranslatorOptions& options, const auto& visit) {
  visit("neighbours", options.neighbours);
  visit("frequent", options.frequent);
  visit("restrict_to", options.restrict_to);
  visit("centre", options.centre);
}

}  // namespace eigenlex

namespace eigenlex::python {
namespace py = pybind11;
namespace {

using Pairs = std::vector<WordPair>;

/// The pairs of a path, or of an iterable of two words each; nothing for None.
std::optional<Pairs> pairs_of(py::handle dictionary) {
  if (dictionary.is_none()) return std::nullopt;
  if (py::isinstance<py::str>(dictionary) || py::hasattr(dictionary, "__fspath__")) {
    return read_word_pairs(path_of(dictionary));
  }
  Pairs pairs;
  for (const py::handle pair : dictionary) {
    const std::vector<std::string> words = all_bytes_of(pair, "dictionary");
    if (words.size() != 2) {
      throw OptionError("dictionary", bytes_of(py::repr(pair)), "must be pairs of words");
    }
    pairs.push_back({words[0], words[1]});
  }
  return pairs;
}

/// The source's words at their new places, and what is recorded of the alignment.
py::tuple align_vectors(const HeldVectors& source, const HeldVectors& target, py::handle dictionary,
                        const std::string& kind, const py::dict& given, py::handle listener) {
  const auto options = options_from<AlignOptions>(given);
  const std::optional<Pairs> pairs = pairs_of(dictionary);
  const auto known = enum_value<AnchorKind>(kind);
  if (!known) {
    throw OptionError("anchors", kind, "must be one of " + enum_choices<AnchorKind>(", "));
  }
  std::shared_ptr<HeldVectors> rotated;
  Alignment alignment;
  run_job(
      [&](Observer& observer) {
        const Progress progress = observer.begin("align");
        const std::vector<Anchor> anchors =
            pairs ? anchors_of(*pairs, source.vocabulary(), target.vocabulary())
                  : find_anchors(*known, source.vocabulary(), target.vocabulary());
        alignment = align(source.embedding(), target.embedding(), anchors, options, progress);
        auto embedding = std::make_shared<Embedding>(
            Embedding{source.vocabulary(), multiply(source.table(), alignment.rotation)});
        nlohmann::json description = source.description();
        description["align"] = to_json(alignment, options);
        rotated = std::make_shared<HeldVectors>(std::move(embedding), std::move(description));
        observer.end();
      },
      listener);
  py::list moved;
  for (const Anchor& anchor : alignment.moved) {
    moved.append(py::make_tuple(str_of(source.vocabulary().word(anchor.source)),
                                str_of(target.vocabulary().word(anchor.target))));
  }
  using InRowOrder = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return py::make_tuple(rotated, array_of_matrix(InRowOrder(alignment.rotation)), moved);
}

StoredEmbedding stored(const HeldVectors& vectors) {
  return {vectors.vocabulary(), vectors.table(), vectors.description()};
}

std::shared_ptr<Translator> make_translator(const HeldVectors& source, const HeldVectors& target,
                                            const py::dict& given) {
  const auto options = options_from<TranslatorOptions>(given);
  return result_of_job(
      [&] { return std::make_shared<Translator>(stored(source), stored(target), options); });
}

/// For each word its translations with their CSLS; None for a word that is unknown.
py::list translate(const Translator& translator, py::handle words, std::int32_t count) {
  const std::vector<std::string> asked = all_bytes_of(words, "words");
  const std::vector<Answer> answers =
      result_of_job([&] { return translator.translate(asked, count); });
  py::list found;
  for (const Answer& answer : answers) {
    if (!answer.unknown.empty()) {
      found.append(py::none());
      continue;
    }
    py::list translations;
    for (const Neighbour& each : answer.neighbours) {
      translations.append(py::make_tuple(str_of(translator.target_vocabulary().word(each.id)),
                                         static_cast<double>(each.similarity)));
    }
    found.append(translations);
  }
  return found;
}

}  // namespace

void bind_alignment(py::module_& module) {
  module.def("align_options", &defaults_of<AlignOptions>);
  module.def("align", &align_vectors);
  module.def("translator_options", &defaults_of<TranslatorOptions>);
  py::class_<Translator, std::shared_ptr<Translator>>(module, "HeldTranslator")
      .def(py::init(&make_translator))
      .def("translate", &translate);
}

}  // namespace eigenlex::python
