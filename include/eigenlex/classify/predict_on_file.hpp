#pragma once

#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/classify/networks.hpp"
#include "eigenlex/classify/tagged_sentences.hpp"
#include "eigenlex/core/observer.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// Probabilities of the classes of texts, a line each (see `read_text_lines`): a row a text, a
/// column a class. `networks` may be null for Network::kLinear. Stages: "read" and "predict".
/// Throws as `read_text_lines` and `predict_any_classes`.
RowMatrix predict_texts_on_file(const Classifier& classifier, const std::string& path,
                                const Networks* networks, Observer& observer = unobserved());

/// What a classifier says of a text, a row of the probabilities, as an object: label, the most
/// probable class, and probabilities by class.
nlohmann::ordered_json prediction_json(const Classifier& classifier,
                                       const Eigen::Ref<const Eigen::RowVectorXf>& probabilities);

/// The lines of a file in columns, and the tag predicted for each of its tokens.
struct TaggedColumns {
  TokenColumns columns;
  std::vector<std::string> tags;
};

/// The same for the tags of tokens; `columns` as for `read_token_columns`. Throws as that and as
/// `predict_any_tags`.
TaggedColumns predict_tags_on_file(const Classifier& classifier, const std::string& path,
                                   const std::vector<std::string>& columns,
                                   const Networks* networks, Observer& observer = unobserved());

/// Each sentence as an object: tokens, tags and the entities that the tags mark, each with type,
/// text, begin and end. `classifier` says what its tags are.
std::vector<nlohmann::ordered_json> sentences_json(const Classifier& classifier,
                                                   const TaggedColumns& tagged);

}  // namespace eigenlex
