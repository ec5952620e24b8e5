#include "eigenlex/classify/linear_classifier.hpp"

#include <cmath>
#include <utility>

#include "eigenlex/classify/logistic_regression.hpp"
#include "eigenlex/classify/training_setup.hpp"
#include "eigenlex/core/parallel.hpp"

#include "arrays.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kTextsInBlock = 128;
/// Close to the best of 1, 3, 10, 30, 100 and 300 for reviews and for entries of a dictionary, for
/// vectors of SVD, ALS and skip-gram, from 100 to 20,000 examples.
constexpr double kPenalty = 30;

/// What takes features to the mean 0 and the variance 1 over all of them together. One scale for
/// all columns, so that directions keep their proportions: a column a scale would blow up the last
/// dimensions of an SVD, which vary least, and would make the fit depend on the basis of the table.
struct Standardization {
  Eigen::RowVectorXf mean;
  float scale = 0;
};

Standardization standardization(const RowMatrix& features) {
  const double numbers = static_cast<double>(features.size());
  const Eigen::RowVectorXd mean =
      features.cast<double>().colwise().sum() / static_cast<double>(features.rows());
  const double variance = (features.cast<double>().rowwise() - mean).squaredNorm() / numbers;
  return {mean.cast<float>(),
          variance > 1e-20 ? static_cast<float>(1 / std::sqrt(variance)) : 0.0f};
}

}  // namespace

RowMatrix mean_vectors(const Sequences& sequences, const RowMatrix& table) {
  RowMatrix means = RowMatrix::Zero(sequences.size(), table.cols());
  parallel_blocks(sequences.size(), kTextsInBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i) {
                      std::int64_t known = 0;
                      for (const std::int32_t id : sequences.text(i)) {
                        if (id < kFirstWordId) continue;
                        means.row(i) += table.row(id);
                        ++known;
                      }
                      if (known > 0) means.row(i) /= static_cast<float>(known);
                    }
                  });
  return means;
}

void softmax_rows(RowMatrix& scores) {
  for (Eigen::Index i = 0; i < scores.rows(); ++i) {
    scores.row(i).array() -= scores.row(i).maxCoeff();
    scores.row(i) = scores.row(i).array().exp();
    scores.row(i) /= scores.row(i).sum();
  }
}

Classifier train_linear_classifier(const LabelledTexts& examples, const Embedding* embedding,
                                   const TokenizerOptions& tokenizer,
                                   const ClassifierOptions& options, const Progress& progress) {
  FirstVectors first = first_vectors(examples.texts, embedding, options);
  RowMatrix features =
      mean_vectors(encode(examples.texts, first.vocabulary, options.sequence), first.table);
  const Standardization standard = standardization(features);
  features.rowwise() -= standard.mean;
  features *= standard.scale;
  const LogisticRegression fit = fit_logistic_regression(
      features, examples.labels, std::ssize(examples.class_names),
      {.l2 = options.weight_decay > 0 ? options.weight_decay : kPenalty}, progress);

  Classifier classifier{
      .network = Network::kLinear,
      .mode = options.mode == EmbeddingMode::kTuned ? EmbeddingMode::kFrozen : options.mode,
      .tokenizer = tokenizer,
      .sequence = options.sequence,
      .class_names = examples.class_names,
      .vocabulary = std::move(first.vocabulary)};
  // scores = W (x - mean) scale + b, with mean and scale worked into the weights.
  const RowMatrix weights = (fit.weights * static_cast<double>(standard.scale)).cast<float>();
  const Eigen::VectorXf bias =
      (fit.bias - weights.cast<double>() * standard.mean.transpose().cast<double>()).cast<float>();
  classifier.weights["embedding"] = array_of(first.table);
  classifier.weights["output_weight"] = array_of(weights);
  classifier.weights["output_bias"] = array_of(bias);
  classifier.description = {
      {"examples", examples.size()},
      {"coverage", first.coverage},
      {"training",
       {{"iterations", fit.iterations}, {"converged", fit.converged}, {"gradient", fit.gradient}}}};
  return classifier;
}

RowMatrix predict_linear(const Classifier& classifier, const TokenizedTexts& texts) {
  const std::int64_t classes = std::ssize(classifier.class_names);
  const RowMatrix table =
      matrix_of(weight(classifier, "embedding", {classifier.vocabulary.size() + kFirstWordId, -1}));
  const RowMatrix weights = matrix_of(weight(classifier, "output_weight", {classes, table.cols()}));
  const NpyArray<float>& bias = weight(classifier, "output_bias", {classes});
  const RowMatrix features =
      mean_vectors(encode(texts, classifier.vocabulary, classifier.sequence), table);
  RowMatrix scores = features * weights.transpose();
  scores.rowwise() += Eigen::Map<const Eigen::RowVectorXf>(bias.values.data(), classes);
  softmax_rows(scores);
  return scores;
}

}  // namespace eigenlex
