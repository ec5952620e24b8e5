// Answers about words and their vectors.

#include <array>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/query/spelling.hpp"

#include "explore/not_kept.hpp"
#include "explore/rounded.hpp"
#include "explore/routes.hpp"

namespace eigenlex::internal {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int32_t kMostNeighbours = 1000;
constexpr std::int32_t kMostCompletions = 100;
/// Of a sum: each that is unknown takes a look at all words.
constexpr std::size_t kMostTerms = 20;
constexpr std::int32_t kCloseSpellings = 5;

/// What is said of a word of the vocabulary wherever it turns up. A count of 0 is one not known.
Json word_json(const Vocabulary& vocabulary, std::int32_t id) {
  Json word{{"word", vocabulary.word(id)}, {"id", id}};
  if (vocabulary.count(id) > 0) word["count"] = vocabulary.count(id);
  return word;
}

Json neighbours_list(const Vocabulary& vocabulary, std::span<const Neighbour> neighbours) {
  Json list = Json::array();
  for (const Neighbour& each : neighbours) {
    Json& word = list.emplace_back(word_json(vocabulary, each.id));
    word["similarity"] = rounded(each.similarity);
  }
  return list;
}

/// A word that was asked for, with what was found for it.
Json asked_json(const Searcher& searcher, const std::string& asked) {
  const auto id = searcher.find(asked);
  Json word = id ? word_json(searcher.vocabulary(), *id) : Json::object();
  word["asked"] = asked;
  return word;
}

/// Says of the neighbours of a word how sure it is that they are, where that is known.
void add_certainty(const ExploredModel& model, const Question& question,
                   std::span<const Neighbour> neighbours, Json& list) {
  if (!model.evidence().certainties || question.size() != 1) return;
  const auto word = model.searcher().find(question.front().word);
  for (std::size_t i = 0; word && i < neighbours.size(); ++i) {
    const auto known = model.evidence().certainties->of(*word, neighbours[i].id);
    if (!known) continue;
    list[i]["certainty"] = {{"share", rounded(known->share)},
                            {"low", rounded(known->low)},
                            {"high", rounded(known->high)}};
  }
}

Question question_of(const Searcher& searcher, const std::string& text) {
  Question question;
  try {
    question = searcher.question(text);
  } catch (const FormatError&) {
    throw OptionError("word", text, "must be a word, or words with a + or - between them");
  }
  if (question.size() > kMostTerms) {
    throw OptionError("word", text, fmt::format("must have at most {} words", kMostTerms));
  }
  return question;
}

}  // namespace

Json unknown_list(const Vocabulary& vocabulary, std::span<const std::string> words) {
  Json list = Json::array();
  for (const std::string& word : words) {
    list.push_back({{"word", word}, {"close", close_spellings(vocabulary, word, kCloseSpellings)}});
  }
  return list;
}

RouteReply answer_neighbours(const ExploredModel& model, const Parameters& parameters) {
  const Searcher& searcher = model.searcher();
  const Question question = question_of(searcher, parameters.required("word"));
  const NeighbourOptions options{
      .count = parameters.number("count", 20, 1, kMostNeighbours),
      .restrict_to = parameters.number("restrict", 0, 0, searcher.vocabulary().size())};
  Json terms = Json::array();
  for (const QuestionTerm& term : question) {
    Json& each = terms.emplace_back(asked_json(searcher, term.word));
    each["weight"] = term.weight;
  }
  const Answer answer = searcher.nearest(std::span(&question, 1), options).front();
  Json neighbours = neighbours_list(searcher.vocabulary(), answer.neighbours);
  add_certainty(model, question, answer.neighbours, neighbours);
  return Json{{"model", model.name()},
              {"terms", std::move(terms)},
              {"neighbours", std::move(neighbours)},
              {"unknown", unknown_list(searcher.vocabulary(), answer.unknown)}};
}

RouteReply answer_analogy(const ExploredModel& model, const Parameters& parameters) {
  const Searcher& searcher = model.searcher();
  const std::array<std::string, 3> words{parameters.required("a"), parameters.required("b"),
                                         parameters.required("c")};
  const AnalogyOptions options{.objective = parameters.choice("objective", AnalogyObjective::kAdd),
                               .count = parameters.number("count", 10, 1, kMostNeighbours)};
  Json asked = Json::array();
  for (const std::string& word : words) asked.push_back(asked_json(searcher, word));
  const Answer answer = searcher.analogies(std::span(&words, 1), options).front();
  return Json{{"model", model.name()},
              {"objective", objective_name(options.objective)},
              {"terms", std::move(asked)},
              {"answers", neighbours_list(searcher.vocabulary(), answer.neighbours)},
              {"unknown", unknown_list(searcher.vocabulary(), answer.unknown)}};
}

RouteReply answer_complete(const ExploredModel& model, const Parameters& parameters) {
  const Vocabulary& vocabulary = model.searcher().vocabulary();
  const std::int32_t count = parameters.number("count", 10, 1, kMostCompletions);
  Json words = Json::array();
  for (const std::int32_t id : model.completion().complete(parameters.required("prefix"), count)) {
    words.push_back(word_json(vocabulary, id));
  }
  return Json{{"model", model.name()}, {"words", std::move(words)}};
}

RouteReply answer_similarity(const ExploredModel& model, const Parameters& parameters) {
  const Searcher& searcher = model.searcher();
  const std::array<std::string, 2> words{parameters.required("a"), parameters.required("b")};
  Json asked = Json::array();
  for (const std::string& word : words) asked.push_back(asked_json(searcher, word));
  Json answer{{"model", model.name()}, {"terms", std::move(asked)}};
  const auto cosine = searcher.similarity(words[0], words[1]);
  answer["similarity"] = cosine ? Json(rounded(*cosine)) : Json();
  answer["unknown"] = unknown_list(searcher.vocabulary(), searcher.unknown_of(words));
  return answer;
}

RouteReply answer_map(const ExploredModel& model, const Parameters& /*parameters*/) {
  const MapAnswer& map = model.map();
  if (auto text = map.text()) return text;
  if (map.state() != MapAnswer::State::kMaking) throw NotKept("map");
  RouteReply reply(Json{{"state", "making"}, {"done", map.done()}, {"total", map.total()}});
  reply.status = 202;
  return reply;
}

RouteReply answer_words(const ExploredModel& model, const Parameters& /*parameters*/) {
  return model.words_text();
}

}  // namespace eigenlex::internal
