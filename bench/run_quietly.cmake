# cmake -DPROGRAM=... -P run_quietly.cmake: what the program prints is shown only if it fails; the report shows the rest.
cmake_path(GET PROGRAM FILENAME name)
message("running ${name}")
set(arguments "")
set(place 0)
while(NOT CMAKE_ARGV${place} STREQUAL "--")
  math(EXPR place "${place} + 1")
endwhile()
math(EXPR place "${place} + 1")
while(place LESS CMAKE_ARGC)
  list(APPEND arguments "${CMAKE_ARGV${place}}")
  math(EXPR place "${place} + 1")
endwhile()
execute_process(
  COMMAND "${PROGRAM}" ${arguments}
  OUTPUT_VARIABLE output
  ERROR_VARIABLE output
  RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${name} failed (${status}):\n${output}")
endif()
