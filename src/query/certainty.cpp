#include "eigenlex/query/certainty.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/embedding/companion.hpp"

#include "core/artifact.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kCertaintyIds = "ids.npy";
/// The files of the numbers known, each of a member.
constexpr std::array<std::pair<std::string_view, float NeighbourCertainty::*>, 3> kNumbers = {
    {{"share.npy", &NeighbourCertainty::share},
     {"low.npy", &NeighbourCertainty::low},
     {"high.npy", &NeighbourCertainty::high}}};
constexpr std::array<std::string_view, 5> kCertaintyKeys = {"vectors", "words", "neighbours",
                                                            "resamples", "seed"};
constexpr internal::ArtifactFormat kCertaintyFormat{
    .name = "certainty", .manifest = "certainty.json", .keys = kCertaintyKeys};

std::int32_t small_number(const internal::ArtifactReader& folder, std::string_view key) {
  const std::int64_t number = folder.number(key);
  if (number > std::numeric_limits<std::int32_t>::max()) {
    folder.fail(fmt::format("\"{}\" is {}, which is too much", key, number));
  }
  return static_cast<std::int32_t>(number);
}

template <class T>
std::vector<T> read_table(const internal::ArtifactReader& folder, std::string_view file,
                          const std::vector<std::int64_t>& shape) {
  NpyArray<T> array = read_npy<T>(folder.checked(file));
  if (array.shape != shape) {
    folder.fail(fmt::format("{} must be {} x {}", file, shape[0], shape[1]));
  }
  return std::move(array.values);
}

}  // namespace

std::optional<NeighbourCertainty> Certainties::of(std::int32_t word, std::int32_t neighbour) const {
  if (word < 0 || word >= words || neighbour < 0) return std::nullopt;
  const auto begin = ids.begin() + std::int64_t{word} * neighbours;
  const auto found = std::find(begin, begin + neighbours, neighbour);
  if (found == begin + neighbours) return std::nullopt;
  return known[as_size(found - ids.begin())];
}

fs::path certainty_path(const fs::path& model) { return companion_path(model, "certainty"); }

void write_certainties(const Certainties& certainties, const fs::path& model) {
  const std::array<std::int64_t, 2> shape = {certainties.words, certainties.neighbours};
  internal::ArtifactWriter folder(kCertaintyFormat, certainty_path(model));
  write_npy<std::int32_t>(folder.add(kCertaintyIds), shape, certainties.ids);
  for (const auto& [file, member] : kNumbers) {
    std::vector<float> numbers;
    for (const NeighbourCertainty& one : certainties.known) numbers.push_back(one.*member);
    write_npy<float>(folder.add(file), shape, numbers);
  }
  folder.commit({{"vectors", companion_key(model)},
                 {"words", certainties.words},
                 {"neighbours", certainties.neighbours},
                 {"resamples", certainties.resamples},
                 {"seed", certainties.seed}});
}

Certainties read_certainties(const fs::path& model, const ReadOptions& options) {
  const fs::path path = certainty_path(model);
  if (!internal::is_artifact(kCertaintyFormat, path)) {
    throw FormatError::at_path(
        model.string(), "has no certainties of its neighbours; resample its text to have them");
  }
  const internal::ArtifactReader folder(kCertaintyFormat, path, options);
  if (folder.entry("vectors") != nlohmann::json(companion_key(model))) {
    throw OutdatedError(path.string(),
                        "the certainties are about other vectors than the model has now: resample "
                        "its text anew");
  }
  const nlohmann::json seed = folder.entry("seed");
  Certainties certainties{.words = small_number(folder, "words"),
                          .neighbours = small_number(folder, "neighbours"),
                          .resamples = small_number(folder, "resamples"),
                          .seed = seed.is_number_unsigned() ? seed.get<std::uint64_t>() : 0};
  const std::vector<std::int64_t> shape{certainties.words, certainties.neighbours};
  certainties.ids = read_table<std::int32_t>(folder, kCertaintyIds, shape);
  certainties.known.resize(certainties.ids.size());
  for (const auto& [file, member] : kNumbers) {
    const std::vector<float> numbers = read_table<float>(folder, file, shape);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (!std::isfinite(numbers[i])) folder.fail(fmt::format("{} must be finite", file));
      certainties.known[i].*member = numbers[i];
    }
  }
  return certainties;
}

}  // namespace eigenlex
