// What suits a row of a matrix best, such as films for a user: recommend MATRIX ROW
// A line of the matrix is a row, a column and a value.
#include <cstdio>
#include <string>

#include <eigenlex/core/error.hpp>
#include <eigenlex/learn/factorize_matrix.hpp>
#include <eigenlex/query/recommend.hpp>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: recommend MATRIX ROW\n");
    return 2;
  }
  try {
    eigenlex::MatrixRecipe recipe{.method = eigenlex::Method::kAls};
    recipe.svd.rank = 2;  // a small matrix has few tastes
    const eigenlex::MatrixModel model = eigenlex::factorize_matrix(argv[1], recipe);
    const std::string row = argv[2];
    const auto found = eigenlex::recommend(model, {&row, 1}, {.count = 3}).front();
    if (!found) {
      std::fprintf(stderr, "%s has no row %s\n", argv[1], argv[2]);
      return 1;
    }
    for (const eigenlex::Neighbour& column : *found) {
      const std::string name(model.columns.vocabulary.word(column.id));
      std::printf("%s %.3f\n", name.c_str(), column.similarity);
    }
  } catch (const eigenlex::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
