#include "eigenlex/embedding/components.hpp"

#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/embedding/table_file.hpp"

#include "core/artifact.hpp"
#include "core/sealed_json.hpp"
#include "embedding/read_table.hpp"

namespace eigenlex {
namespace {

using nlohmann::json;

constexpr std::string_view kDirections = "components.npy";
constexpr std::string_view kSpectrum = "singular_values.npy";
constexpr std::string_view kMean = "mean.npy";
constexpr std::string_view kCoordinates = "coordinates.npy";
constexpr std::string_view kRunOfComponents = "run.json";

constexpr std::array<std::string_view, 4> kComponentsKeys = {"rows", "cols", "dim", "centred"};
constexpr internal::ArtifactFormat kComponentsFormat{
    .name = "components", .manifest = "components.json", .version = 1, .keys = kComponentsKeys};

void check_shapes(const Components& components) {
  const Eigen::Index dim = components.directions.rows(), cols = components.directions.cols();
  const bool fits = dim > 0 && components.singular_values.size() == dim &&
                    components.coordinates.cols() == dim &&
                    (components.mean.size() == 0 || components.mean.size() == cols);
  if (fits) return;
  throw OptionError("Components", fmt::format("{} x {}", dim, cols),
                    fmt::format("must go with {} singular values, coordinates of {} columns and a "
                                "mean of {} numbers or none",
                                dim, dim, cols));
}

template <class Vector>
void write_list(const Vector& list, const std::filesystem::path& path) {
  write_npy_list<float>(path, {list.data(), as_size(list.size())});
}

std::vector<float> read_list(const internal::ArtifactReader& folder, std::string_view name,
                             std::int64_t size) {
  std::vector<float> list = read_npy_list<std::vector<float>>(folder.checked(name), size);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (std::isfinite(list[i])) continue;
    throw FormatError::at_path((folder.path() / name).string(),
                               fmt::format("number {} is {}, no finite one", i, list[i]));
  }
  return list;
}

RowMatrix read_array(const internal::ArtifactReader& folder, std::string_view name,
                     std::int64_t rows, std::int64_t cols) {
  RowMatrix table = internal::read_table(folder, name);
  if (table.rows() != rows || table.cols() != cols) {
    throw FormatError::at_path((folder.path() / name).string(),
                               fmt::format("is {} x {}, but {} says {} x {}", table.rows(),
                                           table.cols(), kComponentsFormat.manifest, rows, cols));
  }
  return table;
}

}  // namespace

void write_components(const Components& components, const std::filesystem::path& path) {
  check_shapes(components);
  internal::ArtifactWriter folder(kComponentsFormat, path, components.description);
  write_table(components.directions, folder.add(kDirections));
  write_list(components.singular_values, folder.add(kSpectrum));
  if (components.mean.size() > 0) write_list(components.mean, folder.add(kMean));
  write_table(components.coordinates, folder.add(kCoordinates));
  if (!components.run.empty()) {
    internal::write_sealed_json(folder.add_unlisted(kRunOfComponents), components.run);
  }
  folder.commit({{"rows", components.coordinates.rows()},
                 {"cols", components.directions.cols()},
                 {"dim", components.directions.rows()},
                 {"centred", components.mean.size() > 0}});
}

Components read_components(const std::filesystem::path& path, const ReadOptions& options,
                           bool with_coordinates) {
  const internal::ArtifactReader folder(kComponentsFormat, path, options);
  const std::int64_t cols = folder.number("cols"), dim = folder.number("dim");
  Components components{.directions = read_array(folder, kDirections, dim, cols),
                        .singular_values = {},
                        .mean = {},
                        .coordinates = {},
                        .description = folder.description()};
  const std::vector<float> spectrum = read_list(folder, kSpectrum, dim);
  components.singular_values = Eigen::Map<const Eigen::VectorXf>(spectrum.data(), dim);
  if (folder.boolean("centred")) {
    const std::vector<float> mean = read_list(folder, kMean, cols);
    components.mean = Eigen::Map<const Eigen::RowVectorXf>(mean.data(), cols);
  }
  if (with_coordinates) {
    components.coordinates = read_array(folder, kCoordinates, folder.number("rows"), dim);
  }
  return components;
}

}  // namespace eigenlex
