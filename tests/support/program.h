// A program as a child of the test: started with an environment of its own, spoken to by signals,
// waited for by what it says and by its end, never by the clock. It does not outlive the test.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace support {

using Variables = std::map<std::string, std::string>;

struct Outcome {
  int code = 0;  // of its exit, or minus the signal that ended it
  std::string out;
  std::string err;
};

class Program {
 public:
  // The first argument is the path of the program. It runs in `folder`, where its standard error is
  // kept as well. Sanitizers' variables are passed on, nothing else of the test's own. `input` is
  // what it reads from standard input.
  Program(std::vector<std::string> arguments, const Variables& variables,
          const std::filesystem::path& folder, const std::string& input = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  pid_t pid() const { return pid_; }
  // The next line of its standard output; nothing when it ends before.
  std::optional<std::string> line();
  std::string errors() const;
  void signal(int number) const;
  // Until it has ended; standard output is what line() has not given out.
  Outcome wait();

 private:
  bool receive();

  std::filesystem::path error_file_;
  pid_t pid_ = -1;
  int output_ = -1;
  std::string received_;
};

Outcome run_program(std::vector<std::string> arguments, const Variables& variables,
                    const std::filesystem::path& folder, const std::string& input = {});

}  // namespace support
