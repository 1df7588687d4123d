# cmake -Dmacros=FILE -Dinterface=FILE -P write_module.cmake -- COMMAND...
#
# COMMAND prints every macro that is defined once <gtest/gtest.h> has been read (-dM -E). Those of GoogleTest are
# written to `macros`, and a module that exports what they name, and what the suites name, to `interface`.
cmake_minimum_required(VERSION 3.28)

set(command "")
set(begun NO)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE ${last})
  if(begun)
    list(APPEND command "${CMAKE_ARGV${index}}")
  elseif(CMAKE_ARGV${index} STREQUAL "--")
    set(begun YES)
  endif()
endforeach()
execute_process(COMMAND ${command} OUTPUT_VARIABLE defined COMMAND_ERROR_IS_FATAL ANY)

# To CMake these are no plain characters in a list.
string(REPLACE ";" "<semicolon>" defined "${defined}")
string(REPLACE "[" "<open>" defined "${defined}")
string(REPLACE "]" "<close>" defined "${defined}")
string(REGEX MATCHALL
       "#define (GTEST_|TEST|TYPED_TEST|EXPECT_|ASSERT_|ADD_FAILURE|FAIL|SUCCEED|SCOPED_TRACE|INSTANTIATE_)[^\n]*\n" kept
       "${defined}")
list(JOIN kept "" kept)

# Names with GTEST_ in them are macros themselves, or pasted together.
set(names testing::AssertionFailure testing::AssertionSuccess testing::ExitedWithCode
          testing::FLAGS_gtest_death_test_style testing::InitGoogleTest
          testing::Test testing::internal::CaptureStderr testing::internal::CaptureStdout
          testing::internal::GetCapturedStderr testing::internal::GetCapturedStdout)
string(REGEX MATCHALL "::testing::[A-Za-z0-9_:]*[A-Za-z0-9_]" named "${kept}")
foreach(name IN LISTS named)
  string(SUBSTRING "${name}" 2 -1 name)
  if(NOT name MATCHES "GTEST_" AND name MATCHES "^testing::(internal::)?[A-Z][A-Za-z0-9_]*")
    list(APPEND names "${CMAKE_MATCH_0}")
  endif()
endforeach()
list(REMOVE_DUPLICATES names)
list(SORT names)

string(REPLACE "<semicolon>" ";" kept "${kept}")
string(REPLACE "<open>" "[" kept "${kept}")
string(REPLACE "<close>" "]" kept "${kept}")
# A death test names stderr, which is a macro.
file(WRITE "${macros}" "#include <stdio.h>\n${kept}")

set(text "module;\n#include <gtest/gtest.h>\nexport module googletest;\nexport using ::RUN_ALL_TESTS;\n")
foreach(name IN LISTS names)
  string(REGEX REPLACE "::[A-Za-z0-9_]+$" "" scope "${name}")
  string(APPEND text "export namespace ${scope} { using ${name}; }\n")
endforeach()
file(WRITE "${interface}" "${text}")
