#include "eigenlex/matrix/dense_operator.hpp"

#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "core/pool.hpp"

namespace eigenlex {

using internal::Pool;

DenseOperator::DenseOperator(DenseRows matrix, Eigen::RowVectorXf centre)
    : matrix_(std::move(matrix)), centre_(std::move(centre)) {
  if (centre_.size() > 0 && centre_.size() != matrix_.cols) {
    throw OptionError("DenseOperator: centre.size()", fmt::to_string(centre_.size()),
                      fmt::format("must be the matrix's {} columns, or 0", matrix_.cols));
  }
}

void DenseOperator::read(std::int64_t first, std::int64_t rows, RowMatrix& some) const {
  some.resize(rows, matrix_.cols);
  matrix_.read(first, some);
  if (centre_.size() > 0) some.rowwise() -= centre_;
}

RowMatrix DenseOperator::multiply(const RowMatrix& right) const {
  RowMatrix product = new_row_matrix(rows(), right.cols());
  Pool<RowMatrix> pool;
  parallel_blocks(rows(), kSumRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    auto some = pool.borrow();
    read(begin, end - begin, *some);
    product.middleRows(begin, end - begin).noalias() = *some * right;
  });
  return product;
}

RowMatrix DenseOperator::multiply_transposed(const RowMatrix& right) const {
  Pool<RowMatrix> pool;
  return sum_over_rows<float>(
             rows(), cols(), right.cols(),
             [&](std::int64_t begin, std::int64_t size, Eigen::MatrixXf& part) {
               auto some = pool.borrow();
               read(begin, size, *some);
               part.noalias() = some->transpose() * right.middleRows(begin, size);
             },
             rows_in_one_place())
      .cast<float>();
}

Eigen::VectorXd DenseOperator::multiply(const Eigen::VectorXd& right) const {
  Eigen::VectorXd product(rows());
  Pool<RowMatrix> pool;
  parallel_blocks(rows(), kSumRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    auto some = pool.borrow();
    read(begin, end - begin, *some);
    product.segment(begin, end - begin).noalias() = some->cast<double>() * right;
  });
  return product;
}

Eigen::VectorXd DenseOperator::multiply_transposed(const Eigen::VectorXd& right) const {
  Pool<RowMatrix> pool;
  return sum_over_rows<double>(
      rows(), cols(), 1,
      [&](std::int64_t begin, std::int64_t size, Eigen::MatrixXd& part) {
        auto some = pool.borrow();
        read(begin, size, *some);
        part.noalias() = some->cast<double>().transpose() * right.segment(begin, size);
      },
      rows_in_one_place());
}

}  // namespace eigenlex
