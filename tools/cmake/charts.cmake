# Sets EIGENLEX_CHART_LIBRARY to a file of Apache ECharts, or to nothing: without it the report of
# `compare` has its tables and no charts.

set(EIGENLEX_CHARTS "fetch" CACHE STRING
    "Charts of the report: `fetch` (npm pack, once), a file echarts.min.js, or OFF")

set(EIGENLEX_CHART_LIBRARY "")
if(EIGENLEX_CHARTS STREQUAL "fetch")
  set(fetched ${PROJECT_BINARY_DIR}/charts/echarts.min.js)
  set(tried ${PROJECT_BINARY_DIR}/charts/tried)
  if(NOT EXISTS ${fetched} AND NOT EXISTS ${tried})
    execute_process(COMMAND ${PROJECT_SOURCE_DIR}/tools/fetch-charts ${fetched}
                    RESULT_VARIABLE status ERROR_VARIABLE message OUTPUT_QUIET TIMEOUT 180)
    if(NOT status EQUAL 0)
      file(WRITE ${tried} "remove this file to try again\n")
      string(STRIP "${message}" message)
      message(WARNING "the report of `eigenlex compare` will have tables and no charts: ${message}\n"
              "To add them: tools/fetch-charts FILE where there is a network, then "
              "cmake -DEIGENLEX_CHARTS=FILE")
    endif()
  endif()
  if(EXISTS ${fetched})
    set(EIGENLEX_CHART_LIBRARY ${fetched})
  endif()
elseif(EIGENLEX_CHARTS)
  if(NOT EXISTS ${EIGENLEX_CHARTS})
    message(FATAL_ERROR "EIGENLEX_CHARTS = ${EIGENLEX_CHARTS}: no such file")
  endif()
  set(EIGENLEX_CHART_LIBRARY ${EIGENLEX_CHARTS})
endif()
