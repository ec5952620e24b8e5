# Installs the build in BUILD_DIR under WORK_DIR, then configures, builds and runs the consumer
# project of this folder against what was installed, and nothing else of this build.
foreach(name BUILD_DIR WORK_DIR GENERATOR CXX_COMPILER CXX_FLAGS)
  if(NOT DEFINED ${name})
    message(FATAL_ERROR "run.cmake needs -D${name}=...")
  endif()
endforeach()

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${WORK_DIR}/prefix)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK_DIR}/build -G ${GENERATOR}
    -DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix -DCMAKE_CXX_COMPILER=${CXX_COMPILER}
    -DCMAKE_CXX_FLAGS=${CXX_FLAGS})
run(${CMAKE_COMMAND} --build ${WORK_DIR}/build)

# Animals and colours keep company of their own: the neighbours of an animal are the others.
set(text)
foreach(animal cat dog cow)
  string(APPEND text "the ${animal} eats and the ${animal} sleeps\n")
endforeach()
foreach(colour red blue green)
  string(APPEND text "paint it ${colour} or another shade of ${colour}\n")
endforeach()
file(WRITE ${WORK_DIR}/corpus.txt "${text}")
execute_process(COMMAND ${WORK_DIR}/build/consumer ${WORK_DIR}/corpus.txt cat
                OUTPUT_VARIABLE neighbours COMMAND_ERROR_IS_FATAL ANY)
if(NOT neighbours MATCHES "^(dog\ncow|cow\ndog)\n$")
  message(FATAL_ERROR "the neighbours of \"cat\" are\n${neighbours}and not cow and dog")
endif()

if(NOT EXISTS ${WORK_DIR}/prefix/bin/eigenlex)
  message(FATAL_ERROR "the program was not installed as bin/eigenlex")
endif()
