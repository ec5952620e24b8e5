#include <cstddef>
#include <string>
#include <utility>

#include "eigenlex/core/error.hpp"
#include "eigenlex/query/hnsw.hpp"

#ifdef EIGENLEX_HNSWLIB
#include <hnswlib/hnswlib.h>
#endif

namespace eigenlex {

#ifdef EIGENLEX_HNSWLIB
namespace {

using Builder = hnswlib::HierarchicalNSW<float>;

/// Rows between two reports: some milliseconds of work.
constexpr std::int32_t kRowsAtOnce = 32;

/// The links of hnswlib's graph; its internal ids are the rows, as they were added in order.
HnswGraph::Parts take_links(Builder& builder, std::int32_t size) {
  HnswGraph::Parts parts;
  parts.entry = static_cast<std::int32_t>(builder.enterpoint_node_);
  parts.first_list.push_back(0);
  parts.list_begin.push_back(0);
  for (std::int32_t id = 0; id < size; ++id) {
    const auto node = static_cast<hnswlib::tableint>(id);
    for (int level = 0; level <= builder.element_levels_[node]; ++level) {
      hnswlib::linklistsizeint* const links = builder.get_linklist_at_level(node, level);
      const auto* const ids = reinterpret_cast<const hnswlib::tableint*>(links + 1);
      for (std::size_t i = 0; i < builder.getListCount(links); ++i) {
        parts.neighbours.push_back(static_cast<std::int32_t>(ids[i]));
      }
      parts.list_begin.push_back(std::ssize(parts.neighbours));
    }
    parts.first_list.push_back(std::ssize(parts.list_begin) - 1);
  }
  return parts;
}

}  // namespace

bool can_build_hnsw() { return true; }

HnswGraph build_hnsw(const UnitTable& units, const HnswOptions& options, const Progress& progress) {
  options.validate();
  if (units.size() == 0) throw OptionError("rows", "0", "must be at least 1");
  hnswlib::InnerProductSpace space(static_cast<std::size_t>(units.dimensions()));
  Builder builder(&space, static_cast<std::size_t>(units.size()),
                  static_cast<std::size_t>(options.links),
                  static_cast<std::size_t>(options.build_effort), options.seed);
  for (std::int32_t id = 0; id < units.size(); ++id) {
    if (id % kRowsAtOnce == 0) report(progress, id, units.size());
    const Eigen::RowVectorXf row = units.row(id);
    builder.addPoint(row.data(), static_cast<hnswlib::labeltype>(id));
  }
  report(progress, units.size(), units.size());
  return HnswGraph(take_links(builder, units.size()));
}
#else
bool can_build_hnsw() { return false; }

HnswGraph build_hnsw(const UnitTable&, const HnswOptions&, const Progress&) {
  throw OptionError("this build", "no hnswlib",
                    "must have it to make an index: install libhnswlib-dev and build again");
}
#endif

}  // namespace eigenlex
