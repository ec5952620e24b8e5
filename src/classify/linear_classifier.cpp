#include "eigenlex/classify/linear_classifier.hpp"

#include <cmath>
#include <span>
#include <utility>

#include "eigenlex/classify/logistic_regression.hpp"
#include "eigenlex/core/parallel.hpp"

#include "classify/arrays.hpp"
#include "classify/training_setup.hpp"

namespace eigenlex {
namespace {

using internal::array_of;
using internal::first_vectors;
using internal::FirstVectors;
using internal::matrix_of;

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

Eigen::RowVectorXd mean_vector(std::span<const std::int32_t> text, const RowMatrix& table) {
  Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(table.cols());
  std::int64_t known = 0;
  for (const std::int32_t id : text) {
    if (id < kFirstWordId) continue;
    sum += table.row(id).cast<double>();
    ++known;
  }
  return known == 0 ? sum : sum / static_cast<double>(known);
}

/// Turns rows of scores into probabilities: exp(s_j) / Σ exp(s).
void softmax_rows(Eigen::MatrixXd& scores) {
  scores.colwise() -= scores.rowwise().maxCoeff().eval();
  scores = scores.array().exp();
  scores.array().colwise() /= scores.rowwise().sum().array().eval();
}

}  // namespace

RowMatrix mean_vectors(const Sequences& sequences, const RowMatrix& table,
                       const Progress& progress) {
  RowMatrix means(sequences.size(), table.cols());
  ProgressCounter counter(progress, sequences.size());
  parallel_blocks(sequences.size(), kTextsInBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i) {
                      means.row(i) = mean_vector(sequences.text(i), table).cast<float>();
                    }
                    counter.add(end - begin);
                  });
  return means;
}

Classifier train_linear_classifier(const LabelledTexts& examples, const Embedding* embedding,
                                   const TokenizerOptions& tokenizer,
                                   const ClassifierOptions& options, const Progress& progress) {
  FirstVectors first = first_vectors(examples.texts, embedding, options);
  const Progress stop_only = [&progress](std::int64_t, std::int64_t) { report(progress, 0, 0); };
  RowMatrix features = mean_vectors(encode(examples.texts, first.vocabulary, options.sequence),
                                    first.table, stop_only);
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

RowMatrix predict_linear(const Classifier& classifier, const TokenizedTexts& texts,
                         const Progress& progress) {
  const std::int64_t classes = std::ssize(classifier.class_names);
  const RowMatrix table =
      matrix_of(weight(classifier, "embedding", {classifier.vocabulary.size() + kFirstWordId, -1}));
  const RowMatrix weights = matrix_of(weight(classifier, "output_weight", {classes, table.cols()}));
  const NpyArray<float>& bias = weight(classifier, "output_bias", {classes});
  const Eigen::Map<const Eigen::RowVectorXf> biases(bias.values.data(), classes);
  const Sequences sequences = encode(texts, classifier.vocabulary, classifier.sequence);
  // In double, where no product of two floats, nor a sum of them, is lost or too great.
  const Eigen::MatrixXd factors = weights.cast<double>().transpose();
  RowMatrix probabilities(sequences.size(), classes);
  ProgressCounter counter(progress, sequences.size());
  parallel_blocks(sequences.size(), kTextsInBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    Eigen::MatrixXd features(end - begin, table.cols());
                    for (std::int64_t i = begin; i < end; ++i) {
                      features.row(i - begin) = mean_vector(sequences.text(i), table);
                    }
                    Eigen::MatrixXd scores = features * factors;
                    scores.rowwise() += biases.cast<double>();
                    softmax_rows(scores);
                    probabilities.middleRows(begin, end - begin) = scores.cast<float>();
                    counter.add(end - begin);
                  });
  return probabilities;
}

}  // namespace eigenlex
