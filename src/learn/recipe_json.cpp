#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/learn/recipe.hpp"

#include "text/reading_json.hpp"

namespace eigenlex {
namespace {

using nlohmann::json;

template <class T, class Value>
concept Is = std::same_as<std::remove_const_t<T>, Value>;

// Each option with its key, once, for writing and for reading. `visit(key, option)` is called for
// options, `visit.part(key, visitor of them)` for those in an object of their own. What
// `visit.kAll` is not set for is only shown options that the method looks at.

template <class Visit>
void for_options(Is<CountRecipe> auto& recipe, const Visit& visit) {
  internal::for_reading_options(recipe.tokenizer, visit);
  visit("encoding", recipe.source.encoding);
  visit("bad_bytes", recipe.source.bad_bytes);
  visit("document", recipe.source.document);
  visit("phrases", recipe.phrases.passes);
  visit("phrase_threshold", recipe.phrases.threshold);
  visit("phrase_min_count", recipe.phrases.min_count);
  visit("min_count", recipe.vocabulary.min_count);
  visit("max_vocab", recipe.vocabulary.max_size);
  visit("window", recipe.window);
  visit("window_weight", recipe.window_weight);
  visit("contexts", recipe.contexts);
}

/// What any factorization has.
template <class Visit>
void for_common_options(auto& recipe, const Visit& visit) {
  visit("method", recipe.method);
  visit("dim", recipe.svd.rank);
  visit("seed", recipe.svd.seed);
  visit("precision", recipe.precision);
}

template <class Visit>
void for_svd_options(auto& recipe, const Visit& visit) {
  visit("solver", recipe.solver);
  visit("tolerance", recipe.svd.tolerance);
  visit("max_iterations", recipe.svd.max_iterations);
  visit("oversampling", recipe.svd.oversampling);
  visit("exponent", recipe.exponent);
}

template <class Visit>
void for_als_options(Is<AlsOptions> auto& options, const Visit& visit) {
  visit("sweeps", options.sweeps);
  visit("unobserved", options.unobserved_weight);
  visit("folded_weight", options.folded_weight);
  visit("unobserved_target", options.unobserved_target);
  visit("regularization", options.regularization);
  visit("row_solver", options.row_solver);
  visit("steps", options.cg_steps);
}

template <class Visit>
void for_subword_options(Is<FactorRecipe> auto& recipe, const Visit& visit) {
  visit("subwords", recipe.subwords);
  if (!Visit::kAll && recipe.subword_use() == SubwordUse::kNone) return;
  visit.part("subword_share", [&](const Visit& part) {
    part("subword_share", recipe.subword_share.share);
    part("least_cosine", recipe.subword_share.least_cosine);
    part("full_cosine", recipe.subword_share.full_cosine);
    part("rare_count", recipe.subword_share.rare_count);
    part("rare_cosine", recipe.subword_share.rare_cosine);
    part("subword_regularization", recipe.subword_share.regularization);
    part("known_count", recipe.subword_share.known_count);
    part("folds", recipe.subword_share.folds);
    part("folds_seed", recipe.subword_share.seed);
    part("shortest_beginning", recipe.subword_share.parts.shortest_beginning);
    part("longest_beginning", recipe.subword_share.parts.longest_beginning);
    part("longest_ending", recipe.subword_share.parts.longest_ending);
    part("min_words", recipe.subword_share.parts.min_words);
  });
}

template <class Visit>
void for_options(Is<FactorRecipe> auto& recipe, const Visit& visit) {
  for_common_options(recipe, visit);
  for_svd_options(recipe, visit);
  visit("subsample", recipe.ppmi.subsample);
  visit("context_smoothing", recipe.ppmi.context_smoothing);
  visit("negative", recipe.ppmi.negative);
  visit("damping", recipe.ppmi.damping);
  for_subword_options(recipe, visit);
  if (!Visit::kAll && recipe.method != Method::kAls) return;
  visit.part("als", [&](const Visit& part) {
    for_als_options(recipe.als, part);
    part("weight_max", recipe.cell_weight.full_weight_count);
    part("weight_exponent", recipe.cell_weight.exponent);
    part("lowest_target", recipe.cell_weight.lowest_target);
    part("blend", recipe.blend);
  });
}

template <class Visit>
void for_options(Is<MatrixRecipe> auto& recipe, const Visit& visit) {
  for_common_options(recipe, visit);
  if (Visit::kAll || recipe.method == Method::kSvd) for_svd_options(recipe, visit);
  if (!Visit::kAll && recipe.method == Method::kSvd) return;
  visit.part("als", [&](const Visit& part) {
    for_als_options(recipe.als, part);
    part("confidence", recipe.confidence);
  });
}

class Writer {
 public:
  static constexpr bool kAll = false;

  explicit Writer(json& object) : object_(object) {}

  template <class T>
  void operator()(const char* key, const T& option) const {
    if constexpr (std::is_enum_v<T>) {
      object_[key] = enum_name(option);
    } else {
      object_[key] = option;
    }
  }
  template <class T>
  void operator()(const char* key, const std::optional<T>& option) const {
    if (option) (*this)(key, *option);
  }
  template <class Body>
  void part(const char* key, const Body& body) const {
    body(Writer(object_[key] = json::object()));
  }

 private:
  json& object_;
};

Writer write_to(json& object) { return Writer(object); }

/// Writes all options to one object; null for those that are not given.
class FlatWriter {
 public:
  static constexpr bool kAll = true;

  explicit FlatWriter(json& object) : object_(object) {}

  template <class T>
  void operator()(const char* key, const T& option) const {
    write_to(object_)(key, option);
  }
  template <class T>
  void operator()(const char* key, const std::optional<T>& option) const {
    object_[key] = nullptr;
    write_to(object_)(key, option);
  }
  template <class Body>
  void part(const char*, const Body& body) const {
    body(*this);
  }

 private:
  json& object_;
};

/// An option of another type than it should be.
struct Misfit {
  std::string name;
  json value;
  std::string type;

  std::string value_text() const {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
  }
};

/// Leaves options as they are that the object does not have. Throws Misfit.
class Reader {
 public:
  static constexpr bool kAll = false;

  Reader(const json& object, std::string name) : object_(object), name_(std::move(name)) {
    if (!object.is_object()) fail(name_, object, "an object");
  }

  template <class T>
  void operator()(const char* key, T& option) const {
    const auto found = object_.find(key);
    if (found != object_.end()) read(name_ + "." + key, *found, option);
  }
  template <class T>
  void operator()(const char* key, std::optional<T>& option) const {
    const auto found = object_.find(key);
    if (found != object_.end()) read(name_ + "." + key, *found, option.emplace());
  }
  template <class Body>
  void part(const char* key, const Body& body) const {
    const auto found = object_.find(key);
    if (found != object_.end()) body(Reader(*found, name_ + "." + key));
  }

 private:
  friend class FlatReader;

  [[noreturn]] static void fail(const std::string& name, const json& value, std::string type) {
    throw Misfit{.name = name, .value = value, .type = std::move(type)};
  }

  static void read(const std::string& name, const json& value, bool& option) {
    if (!value.is_boolean()) fail(name, value, "true or false");
    option = value.get<bool>();
  }
  static void read(const std::string& name, const json& value, std::string& option) {
    if (!value.is_string()) fail(name, value, "a string");
    option = value.get<std::string>();
  }
  static void read(const std::string& name, const json& value, double& option) {
    if (!value.is_number()) fail(name, value, "a number");
    option = value.get<double>();
  }
  template <std::integral Integer>
  static void read(const std::string& name, const json& value, Integer& option) {
    const bool fits =
        value.is_number_unsigned()  ? std::in_range<Integer>(value.get<std::uint64_t>())
        : value.is_number_integer() ? std::in_range<Integer>(value.get<std::int64_t>())
                                    : false;
    if (!fits) {
      fail(name, value,
           fmt::format("an integer in {} .. {}", std::numeric_limits<Integer>::min(),
                       std::numeric_limits<Integer>::max()));
    }
    option = value.get<Integer>();
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  static void read(const std::string& name, const json& value, Enum& option) {
    const auto found =
        value.is_string() ? enum_value<Enum>(value.get<std::string>()) : std::nullopt;
    if (!found) fail(name, value, "one of " + enum_choices<Enum>(", "));
    option = *found;
  }

  const json& object_;
  std::string name_;
};

/// Reads what FlatWriter writes.
class FlatReader {
 public:
  static constexpr bool kAll = true;

  explicit FlatReader(const json& object) : object_(object) {}

  template <class T>
  void operator()(const char* key, T& option) const {
    const auto found = object_.find(key);
    if (found != object_.end()) Reader::read(key, *found, option);
  }
  template <class T>
  void operator()(const char* key, std::optional<T>& option) const {
    const auto found = object_.find(key);
    if (found == object_.end()) return;
    option.reset();
    if (!found->is_null()) Reader::read(key, *found, option.emplace());
  }
  template <class Body>
  void part(const char*, const Body& body) const {
    body(*this);
  }

 private:
  const json& object_;
};

template <class Recipe>
json described(const Recipe& recipe) {
  json object = json::object();
  for_options(recipe, Writer(object));
  return object;
}

/// `recipe` has what holds where the description says nothing.
template <class Recipe>
std::optional<Recipe> read_back(const json& description, const char* key, Recipe recipe = {}) {
  if (!description.is_object() || !description.contains(key)) return std::nullopt;
  try {
    for_options(recipe, Reader(description.at(key), key));
  } catch (const Misfit& misfit) {
    throw FormatError(
        fmt::format("the description of how this was made has {} = {}, which must be {}",
                    misfit.name, misfit.value_text(), misfit.type));
  }
  return recipe;
}

void for_options(Is<Recipe> auto& recipe, const auto& visit) {
  for_options(recipe.count, visit);
  for_options(recipe.factor, visit);
}

template <class Recipe>
json all_options(const Recipe& recipe) {
  json object = json::object();
  for_options(recipe, FlatWriter(object));
  return object;
}

template <class Recipe>
Recipe recipe_of_options(const json& options) {
  if (!options.is_object()) throw OptionError("options", options.dump(), "must be an object");
  Recipe recipe;
  const json known = all_options(recipe);
  for (const auto& [key, value] : options.items()) {
    if (!known.contains(key)) throw OptionError(key, value.dump(), "is no option of a recipe");
  }
  try {
    for_options(recipe, FlatReader(options));
  } catch (const Misfit& misfit) {
    throw OptionError(misfit.name, misfit.value_text(), "must be " + misfit.type);
  }
  return recipe;
}

constexpr const char* kFactorizing = "factor_options";

}  // namespace

json describe(const CountRecipe& recipe) { return described(recipe); }
json describe(const FactorRecipe& recipe) {
  FactorRecipe whole = recipe;
  whole.subwords = recipe.subword_use();
  return described(whole);
}
json describe(const MatrixRecipe& recipe) { return described(recipe); }

json options_of(const Recipe& recipe) { return all_options(recipe); }
json options_of(const MatrixRecipe& recipe) { return all_options(recipe); }

Recipe recipe_of(const json& options) { return recipe_of_options<Recipe>(options); }
MatrixRecipe matrix_recipe_of(const json& options) {
  return recipe_of_options<MatrixRecipe>(options);
}

std::optional<CountRecipe> described_counting(const json& description) {
  // Before it could be chosen, text was taken as tokenized, a document a line.
  CountRecipe earlier;
  earlier.tokenizer = {};
  earlier.source = {};
  earlier.contexts = ContextKind::kSymmetric;
  return read_back<CountRecipe>(description, internal::kCountOptions, std::move(earlier));
}

std::optional<FactorRecipe> described_factorizing(const json& description) {
  FactorRecipe earlier;
  earlier.ppmi.damping = 0;
  earlier.als.folded_weight = 0;
  earlier.cell_weight.lowest_target = 0;
  earlier.subwords = SubwordUse::kNone;
  return read_back<FactorRecipe>(description, kFactorizing, std::move(earlier));
}

std::optional<MatrixRecipe> described_matrix_factorizing(const json& description) {
  return read_back<MatrixRecipe>(description, kFactorizing);
}

}  // namespace eigenlex
