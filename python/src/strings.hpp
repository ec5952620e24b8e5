#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <pybind11/pybind11.h>

namespace eigenlex::python {

// Words are bytes of any content. In Python they are str: what is not UTF-8 is kept as lone
// surrogates ("surrogateescape"), and so comes back as it was.

pybind11::str str_of(std::string_view bytes);
/// Throws Python's TypeError for what is no str.
std::string bytes_of(pybind11::handle text);
/// Those of an iterable; the error names the argument.
std::vector<std::string> all_bytes_of(pybind11::handle texts, const char* argument);
/// The path of a str or an os.PathLike, as the file system has it.
std::string path_of(pybind11::handle path);

}  // namespace eigenlex::python
