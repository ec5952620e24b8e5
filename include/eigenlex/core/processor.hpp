#pragma once

namespace eigenlex {

/// The instructions that the library was built with and this machine's processor does not have, as
/// a text such as "AVX2, FMA and BMI2"; null if it has all. Where it has not, the first number
/// computed ends the process by an illegal instruction: whoever starts a program asks first.
const char* missing_instructions();

}  // namespace eigenlex
