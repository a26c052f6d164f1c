// What SQLite promises beyond the ports.
#include <csignal>
#include <fstream>

#include <sys/resource.h>
#include <sys/stat.h>

#include "storage/sqlite/connection.h"
#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using support::EngineKind;

class Sqlite : public OnEveryEngine {};
INSTANTIATE_TEST_SUITE_P(, Sqlite, testing::Values(EngineKind::sqlite), name_of_engine);

// No file of this process grows beyond a size; what tries to is told that there is no room.
class NoRoom {
 public:
  explicit NoRoom(rlim_t size) {
    getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{.rlim_cur = size, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~NoRoom() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  NoRoom(const NoRoom&) = delete;
  NoRoom& operator=(const NoRoom&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST_P(Sqlite, ST3_a_full_disk_is_unavailable_and_room_is_enough_to_recover) {
  std::uint64_t kept = 0;
  const auto put = [&](std::uint64_t number) {
    const auto done = database->one_time().put(one_time(number), event("code.issued"));
    kept += done.has_value();
    return done;
  };
  ASSERT_TRUE(put(0));
  std::uint64_t number = 1;
  {
    const NoRoom no_room(std::filesystem::file_size(place.file().string() + "-wal") + 40960);
    base::Done done;
    while ((done = put(number)) && number < 1000) {
      ++number;
    }
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, base::ErrorCode::unavailable);
    EXPECT_FALSE(spend(0)) << "nothing is fresh that cannot be recorded as spent";
    EXPECT_FALSE(put(number + 1));
  }
  ASSERT_TRUE(put(number + 2));
  EXPECT_TRUE(std::holds_alternative<mint::Fresh>(spend(0).value()));
  EXPECT_TRUE(std::holds_alternative<mint::Unknown>(spend(number).value()));
  expect_whole_trail(kept + 2);
}

TEST_P(Sqlite, another_writer_gets_its_turn_beside_a_busy_server) {
  std::atomic<bool> done = false;
  std::vector<std::jthread> server;
  for (std::uint64_t thread = 0; thread < 16; ++thread) {
    server.emplace_back([&] {
      while (!done) {
        EXPECT_TRUE(database->trail().append(event("server")));
      }
    });
  }
  const auto command_line = place.open("cli");
  for (int turn = 0; turn < 20; ++turn) {
    const auto appended = command_line->trail().append(event("cli"));
    EXPECT_TRUE(appended) << appended.error().detail;
  }
  done = true;
  server.clear();
  const auto verdict = audit::verify(database->trail(), place.chain_key);
  EXPECT_TRUE(verdict->whole());
}

TEST_P(Sqlite, its_files_are_for_their_owner_alone) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat status{};
    ASSERT_EQ(stat((place.file().string() + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_P(Sqlite, KY2_of_whom_is_erased_no_octet_is_left_in_the_file) {
  auto ani = person("ani");
  ani.name = "Ani-yang-tidak-boleh-tertinggal";
  ani = add(ani);
  for (int i = 0; i < 50; ++i) {
    add("other" + std::to_string(i));
  }
  const auto octets = [&] {
    database.reset();
    std::ifstream file(place.file(), std::ios::binary);
    std::string whole(std::istreambuf_iterator<char>(file), {});
    database = place.open();
    return whole;
  };
  EXPECT_NE(octets().find("tidak-boleh-tertinggal"), std::string::npos);
  ASSERT_TRUE(std::holds_alternative<identity::users::User>(erase(ani)));
  EXPECT_EQ(octets().find("tidak-boleh-tertinggal"), std::string::npos);
  // Whatever the library was built to do.
  auto connection = storage::sqlite::Connection::open(place.file(), storage::sqlite::Access::read);
  static constexpr storage::Query kAsked{.name = "test.secure_delete",
                                         .text = "PRAGMA secure_delete"};
  const auto rows = (*connection)->execute(kAsked, {});
  ASSERT_TRUE(rows) << rows.error().detail;
  EXPECT_EQ(rows->integer(0, 0), 1);
}

TEST_P(Sqlite, ST4_a_damaged_file_is_refused_in_words) {
  database.reset();
  std::ofstream(place.file(), std::ios::trunc) << std::string(8192, 'x');
  const auto refused = place.try_open(place.options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::unavailable);
  EXPECT_THAT(refused.error().description, testing::HasSubstr("damaged"));
}

TEST_P(Sqlite, ST2_commits_are_synchronous_and_the_log_is_written_ahead) {
  auto connection = storage::sqlite::Connection::open(place.file(), storage::sqlite::Access::write);
  ASSERT_TRUE(connection);
  static constexpr storage::Query kSynchronous{.name = "s", .text = "PRAGMA synchronous"};
  static constexpr storage::Query kJournal{.name = "j", .text = "PRAGMA journal_mode"};
  EXPECT_EQ((*connection)->execute(kSynchronous, {})->integer(0, 0), 2);
  EXPECT_EQ((*connection)->execute(kJournal, {})->text(0, 0), "wal");
}

// The checkpoint thread keeps up, or the writer helps: the log does not grow without end.
TEST_P(Sqlite, the_log_stays_bounded_under_a_load_without_pause) {
  auto big = event("big");
  big.details = std::string(60'000, 'x');
  together(8, [&](std::size_t) {
    for (int turn = 0; turn < 400; ++turn) {
      EXPECT_TRUE(database->trail().append(big));
    }
  });
  EXPECT_GT(std::filesystem::file_size(place.file()), 100'000'000U);
  EXPECT_LT(std::filesystem::file_size(place.file().string() + "-wal"), 150'000'000U);
}

}  // namespace
}  // namespace contract
