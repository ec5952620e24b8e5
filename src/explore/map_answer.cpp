#include "explore/map_answer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "eigenlex/core/as_size.hpp"

#include "explore/rounded.hpp"

namespace eigenlex::internal {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kSide = 65535;

/// Takes places of a map to whole numbers.
class Grid {
 public:
  explicit Grid(const RowMatrix& places) {
    if (places.rows() == 0) return;
    low_ = places.colwise().minCoeff().cast<double>();
    const Eigen::RowVector2d high = places.colwise().maxCoeff().cast<double>();
    const double longer = (high - low_).maxCoeff();
    scale_ = longer > 0 ? kSide / longer : 0;
    // The shorter side lies in the middle.
    margin_ = (Eigen::RowVector2d::Constant(kSide) - (high - low_) * scale_) / 2;
  }

  std::int32_t x(double place) const { return whole(margin_.x() + (place - low_.x()) * scale_); }
  std::int32_t y(double place) const {
    return whole(kSide - margin_.y() - (place - low_.y()) * scale_);
  }

 private:
  static std::int32_t whole(double value) {
    return static_cast<std::int32_t>(std::lround(std::clamp(value, 0.0, kSide)));
  }

  Eigen::RowVector2d low_ = Eigen::RowVector2d::Zero();
  Eigen::RowVector2d margin_ = Eigen::RowVector2d::Zero();
  double scale_ = 0;
};

Json class_json(const MapClass& each, std::size_t number, const Vocabulary& words,
                const Grid& grid) {
  Json central = Json::array();
  for (const std::int32_t id : each.central) central.push_back(words.word(id));
  return {{"number", number},
          {"size", each.size},
          {"cohesion", rounded(each.cohesion)},
          {"words", std::move(central)},
          {"x", grid.x(each.place[0])},
          {"y", grid.y(each.place[1])}};
}

}  // namespace

Json map_json(const std::string& model, const WordMap& map, const Vocabulary& words) {
  const Grid grid(map.places);
  Json x = Json::array();
  Json y = Json::array();
  for (Eigen::Index i = 0; i < map.places.rows(); ++i) {
    x.push_back(grid.x(map.places(i, 0)));
    y.push_back(grid.y(map.places(i, 1)));
  }
  Json classes = Json::array();
  for (std::size_t i = 0; i < map.classes.size(); ++i) {
    classes.push_back(class_json(map.classes[i], i, words, grid));
  }
  return {{"model", model},    {"state", "ready"},         {"x", std::move(x)},
          {"y", std::move(y)}, {"class_of", map.class_of}, {"classes", std::move(classes)}};
}

std::shared_ptr<const std::string> MapAnswer::text() const {
  const std::lock_guard lock(mutex_);
  return text_;
}

void MapAnswer::progress(std::int64_t done, std::int64_t total) {
  done_ = done;
  total_ = total;
}

void MapAnswer::finish(std::string text) {
  {
    const std::lock_guard lock(mutex_);
    text_ = std::make_shared<const std::string>(std::move(text));
  }
  state_ = State::kReady;
}

}  // namespace eigenlex::internal
