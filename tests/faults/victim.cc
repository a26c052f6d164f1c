#include "tests/faults/victim.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace faults {
namespace {

using Steady = std::chrono::steady_clock;

pid_t start(const std::vector<std::string>& command, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  std::vector<char*> arguments;
  for (const std::string& word : command) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  pid_t pid = 0;
  const int failed =
      ::posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    throw std::runtime_error("the victim cannot be started: " + command[0]);
  }
  return pid;
}

// False at the end of the pipe: the victim is dead.
bool read_some(int pipe, std::string& octets) {
  std::array<char, 16384> buffer;
  const ssize_t got = ::read(pipe, buffer.data(), buffer.size());
  if (got > 0) {
    octets.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return got > 0 || (got < 0 && errno == EINTR);
}

// Reads along until it is time to kill; false when the victim died before.
bool read_until(int pipe, Since since, std::chrono::microseconds after, std::string& octets) {
  std::optional<Steady::time_point> deadline;
  if (since == Since::start) {
    deadline = Steady::now() + after;
  }
  while (true) {
    timespec left{.tv_sec = 60, .tv_nsec = 0};
    if (deadline) {
      const auto rest = *deadline - Steady::now();
      if (rest <= Steady::duration::zero()) {
        return true;
      }
      left = {.tv_sec = 0, .tv_nsec = std::chrono::nanoseconds(rest).count()};
    }
    pollfd ready{.fd = pipe, .events = POLLIN, .revents = 0};
    const int woken = ::ppoll(&ready, 1, &left, nullptr);
    if (woken == 0 && !deadline) {
      throw std::runtime_error("the victim does nothing");
    }
    if (woken > 0 && !read_some(pipe, octets)) {
      return false;
    }
    if (!deadline && !octets.empty()) {
      deadline = Steady::now() + after;
    }
  }
}

std::vector<Acknowledgement> parse(const std::string& octets) {
  std::vector<Acknowledgement> all(octets.size() / sizeof(Acknowledgement));
  if (!all.empty()) {
    std::memcpy(all.data(), octets.data(), all.size() * sizeof(Acknowledgement));
  }
  return all;
}

}  // namespace

Death run_and_kill(const std::vector<std::string>& command, Since since,
                   std::chrono::microseconds after) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe");
  }
  const pid_t victim = start(command, ends[1]);
  ::close(ends[1]);
  std::string octets;
  read_until(ends[0], since, after, octets);
  ::kill(victim, SIGKILL);
  while (read_some(ends[0], octets)) {
  }
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(victim, &status, 0) < 0 && errno == EINTR) {
  }
  return {.by_kill = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
          .acknowledged = parse(octets)};
}

}  // namespace faults
