// What an exception says, for the log alone. Whatever is thrown has been caught before it could end
// a thread, and with it the process.
#pragma once

#include <exception>
#include <string>

namespace http {

inline std::string what_of(const std::exception_ptr& fault) {
  try {
    std::rethrow_exception(fault);
  } catch (const std::exception& known) {
    return known.what();
  } catch (...) {
    return "something that is no exception";
  }
}

}  // namespace http
