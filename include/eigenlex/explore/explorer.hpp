#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/explore/request.hpp"
#include "eigenlex/query/searcher.hpp"

namespace eigenlex {

namespace internal {
class ExploredModel;
}

/// A parameter of a route.
struct ExploreParameter {
  std::string_view name;
  bool required = false;
};

/// What can be asked for.
struct ExploreRoute {
  std::string_view path;  ///< such as "/api/neighbours"
  std::span<const ExploreParameter> parameters;
};

/// All that an explorer answers, in the order of paths.
std::vector<ExploreRoute> explore_routes();

/// What an explorer says: a status as HTTP has them, and an object of JSON.
struct ExploreAnswer {
  int status = 200;
  std::string json;
};

/// Answers questions about one or two models as a page or a program asks them over a network: by a
/// path and parameters, in JSON. It opens no connection itself.
///
/// Any number of threads may ask at a time; an answer is computed on the thread that asks. Movable.
class Explorer {
 public:
  static constexpr std::size_t kMostModels = 2;

  /// Opens models or files of vectors, 1 .. kMostModels, each as a `Searcher` does, with what lies
  /// beside it. They are called by the names of their files, and no answer has more of a path.
  /// Throws OptionError for another number of them, IoError and FormatError.
  explicit Explorer(std::span<const std::filesystem::path> models, const ReadOptions& read = {});
  /// Of one in memory, under a name.
  Explorer(std::string name, Searcher searcher);
  Explorer(Explorer&& other) noexcept;
  Explorer& operator=(Explorer&& other) noexcept;
  ~Explorer();

  std::size_t models() const { return models_.size(); }
  const std::string& name(std::size_t model) const;
  const Searcher& searcher(std::size_t model) const;

  /// Opens the map of each model, or makes and keeps it (`open_or_make_map`); may go on while
  /// others ask, who are told how far it is. What cannot be made is noted. Models in memory have
  /// none.
  void make_maps(Observer& observer = unobserved());

  /// The answer to a request, `explore_routes` says which there are: 200; 202 for what is still
  /// being made; 400 for parameters that do not fit and 404 for what there is not, both with an
  /// object "error" that has a message, and the parameter, its value and what is asked of it where
  /// it is about one. Throws IoError and FormatError where what is read for it has changed.
  ExploreAnswer answer(const ExploreRequest& request) const;

 private:
  std::vector<std::unique_ptr<internal::ExploredModel>> models_;
};

}  // namespace eigenlex
