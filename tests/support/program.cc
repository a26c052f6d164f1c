#include "tests/support/program.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace support {
namespace {

// Far beyond what anything here takes, sanitizers and a busy machine included.
constexpr int kPatienceMillis = 120'000;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) {
    out.push_back(text.data());
  }
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> environment_of(const Variables& variables) {
  std::vector<std::string> out;
  for (const char* name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) {
      out.push_back(std::string(name) + "=" + value);
    }
  }
  for (const auto& [name, value] : variables) {
    out.push_back(name + "=" + value);
  }
  return out;
}

}  // namespace

Program::Program(std::vector<std::string> arguments, const Variables& variables,
                 const std::filesystem::path& folder, const std::string& input) {
  static std::atomic<int> count = 0;
  const std::string number = std::to_string(::getpid()) + "." + std::to_string(++count);
  error_file_ = folder / ("stderr." + number);
  const std::filesystem::path input_file = folder / ("stdin." + number);
  std::ofstream(input_file, std::ios::binary) << input;
  std::vector<std::string> environment = environment_of(variables);
  const auto argument_pointers = pointers(arguments);
  const auto environment_pointers = pointers(environment);
  const int errors = ::open(error_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const int given = ::open(input_file.c_str(), O_RDONLY | O_CLOEXEC);
  std::filesystem::remove(input_file);
  std::array<int, 2> pipe{};
  if (errors < 0 || given < 0 || ::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no files for a child");
  }
  pid_ = ::fork();
  if (pid_ == 0) {
    // Between fork and exec only what a signal handler may do. Trap: the parent whose death this
    // asks about is the thread, so that a child is made by one that outlives it.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(given, STDIN_FILENO);
    ::dup2(pipe[1], STDOUT_FILENO);
    ::dup2(errors, STDERR_FILENO);
    if (::chdir(folder.c_str()) == 0) {
      ::execve(argument_pointers[0], argument_pointers.data(), environment_pointers.data());
    }
    ::_exit(127);
  }
  ::close(errors);
  ::close(given);
  ::close(pipe[1]);
  output_ = pipe[0];
  if (pid_ < 0) {
    throw std::runtime_error("no child");
  }
}

Program::~Program() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(output_);
}

bool Program::receive() {
  pollfd waiting{output_, POLLIN, 0};
  if (::poll(&waiting, 1, kPatienceMillis) <= 0) {
    throw std::runtime_error("the program neither speaks nor ends: " + errors());
  }
  std::array<char, 4096> part{};
  const auto octets = ::read(output_, part.data(), part.size());
  if (octets <= 0) {
    return false;
  }
  received_.append(part.data(), static_cast<std::size_t>(octets));
  return true;
}

std::optional<std::string> Program::line() {
  std::size_t end = 0;
  while ((end = received_.find('\n')) == std::string::npos) {
    if (!receive()) {
      return std::nullopt;
    }
  }
  std::string line = received_.substr(0, end);
  received_.erase(0, end + 1);
  return line;
}

std::string Program::errors() const {
  std::ifstream file(error_file_);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void Program::signal(int number) const { ::kill(pid_, number); }

Outcome Program::wait() {
  while (receive()) {
  }
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), std::move(received_),
          errors()};
}

Outcome run_program(std::vector<std::string> arguments, const Variables& variables,
                    const std::filesystem::path& folder, const std::string& input) {
  return Program(std::move(arguments), variables, folder, input).wait();
}

}  // namespace support
