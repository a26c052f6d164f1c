#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "keys/master_key_source.h"

namespace keys {
namespace {

const std::string kText = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

std::string hex(const base::Secret& secret) { return base::to_hex(secret.reveal()); }

class MasterKeySource : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "master-key-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path file() const { return folder_ / "master.key"; }

  void write(const std::filesystem::path& path, const std::string& text, mode_t mode = 0600) {
    std::ofstream(path) << text;
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
  }

  base::Result<LoadedMasterKey> load(bool may_create = false) {
    return load_master_key({.file = file(), .may_create = may_create}, random_);
  }

  std::string refusal(bool may_create = false) {
    const auto loaded = load(may_create);
    return loaded ? "taken" : loaded.error().description;
  }

  std::filesystem::path folder_;
  base::SystemRandom random_;
};

TEST_F(MasterKeySource, a_new_database_gets_a_key_that_is_its_owners_alone) {
  const auto made = load(true);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->origin, Origin::created);
  struct stat state{};
  ASSERT_EQ(::stat(file().c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 07777, 0600U);
  // No draft is left beside it.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);

  const auto again = load(true);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->origin, Origin::file);
  EXPECT_EQ(hex(again->key.text()), hex(made->key.text()));
}

TEST_F(MasterKeySource, a_database_in_use_gets_no_new_key) {
  EXPECT_NE(refusal().find("is not there, and the database is in use already"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(MasterKeySource, of_many_that_create_it_all_get_the_same) {
  std::vector<std::string> got(8);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : got) {
      threads.emplace_back([&] { mine = hex(load(true).value().key.text()); });
    }
  }
  EXPECT_EQ(std::set(got.begin(), got.end()).size(), 1U);
}

TEST_F(MasterKeySource, a_file_that_others_may_touch_is_refused) {
  for (const mode_t mode : {0640U, 0604U, 0620U, 0602U, 0610U, 0601U, 0666U}) {
    write(file(), kText, mode);
    EXPECT_NE(refusal().find("chmod 0600"), std::string::npos) << std::oct << mode;
  }
  for (const mode_t mode : {0600U, 0400U}) {
    write(file(), kText, 0600);
    ASSERT_EQ(::chmod(file().c_str(), mode), 0);
    EXPECT_EQ(refusal(), "taken") << std::oct << mode;
  }
}

TEST_F(MasterKeySource, a_file_of_another_user_is_refused) {
  write(file(), kText);
  if (::chown(file().c_str(), 1, static_cast<gid_t>(-1)) != 0) {
    // Not root: then a file of root's that everyone has, if it may be read at all.
    ASSERT_EQ(errno, EPERM);
    std::filesystem::remove(file());
    std::filesystem::create_symlink("/etc/passwd", file());
  }
  EXPECT_NE(refusal().find("belongs to another user"), std::string::npos);
}

TEST_F(MasterKeySource, a_file_that_holds_no_key_is_refused) {
  for (const std::string& text :
       {std::string(), std::string("\n"), kText.substr(1), kText + "A", kText + "=",
        std::string(43, '!'), "\n" + kText, kText + "\n" + kText, std::string(4096, 'A'),
        std::string(22, 'A')}) {
    write(file(), text);
    EXPECT_NE(refusal(true), "taken") << text;
  }
  // An existing file is never replaced.
  EXPECT_TRUE(std::filesystem::exists(file()));
}

TEST_F(MasterKeySource, white_space_at_the_end_is_an_editors) {
  for (const std::string& end : {"", "\n", "\r\n", "  \n\n"}) {
    write(file(), kText + end);
    ASSERT_EQ(refusal(), "taken");
    EXPECT_EQ(std::string(load()->key.text().reveal_text()), kText);
  }
}

TEST_F(MasterKeySource, what_is_no_plain_file_is_refused) {
  std::filesystem::create_directory(file());
  EXPECT_NE(refusal(true).find("is not a plain file"), std::string::npos);
  std::filesystem::remove(file());
  // A pipe that nobody writes to must not hold the start up.
  ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
  EXPECT_NE(refusal(true).find("is not a plain file"), std::string::npos);
}

TEST_F(MasterKeySource, a_folder_that_is_not_there_is_named) {
  const auto loaded =
      load_master_key({.file = folder_ / "none" / "master.key", .may_create = true}, random_);
  ASSERT_FALSE(loaded.has_value());
  EXPECT_NE(loaded.error().description.find("none/master.key: cannot be created"),
            std::string::npos);
}

TEST_F(MasterKeySource, the_environment_comes_first_then_the_credential_then_the_file) {
  const std::string other(42, 'B');
  write(file(), kText);
  write(folder_ / "gapura-master-key", other + "A", 0440);

  auto loaded = load_master_key({.credentials = folder_, .file = file()}, random_);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->origin, Origin::credential);
  EXPECT_EQ(loaded->key.text().reveal_text(), other + "A");

  const std::string third(42, 'C');
  loaded = load_master_key({.environment = base::Secret(std::string_view(third + "A")),
                            .credentials = folder_,
                            .file = file()},
                           random_);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->origin, Origin::environment);
  EXPECT_EQ(loaded->key.text().reveal_text(), third + "A");

  std::filesystem::remove(folder_ / "gapura-master-key");
  loaded = load_master_key({.credentials = folder_, .file = file()}, random_);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->origin, Origin::file);
}

TEST_F(MasterKeySource, a_wrong_key_in_the_environment_is_not_passed_over) {
  write(file(), kText);
  const auto loaded = load_master_key(
      {.environment = base::Secret(std::string_view("short")), .file = file()}, random_);
  ASSERT_FALSE(loaded.has_value());
  EXPECT_NE(loaded.error().description.find("GAPURA_MASTER_KEY"), std::string::npos);
  EXPECT_EQ(loaded.error().description.find("short"), std::string::npos);
}

TEST(TakeVariable, leaves_neither_the_variable_nor_its_value_behind_KY2) {
  std::string before = "PATH=/bin";
  std::string longer = "GAPURA_MASTER_KEYS=x";
  std::string wanted = "GAPURA_MASTER_KEY=secret";
  std::string after = "LANG=C";
  char* environment[] = {before.data(), longer.data(), wanted.data(), after.data(), nullptr};
  const base::Secret value = take_variable(environment, kMasterKeyVariable);
  EXPECT_EQ(value.reveal_text(), "secret");
  EXPECT_EQ(wanted, "GAPURA_MASTER_KEY=" + std::string(6, '\0'));
  EXPECT_STREQ(environment[0], "PATH=/bin");
  EXPECT_STREQ(environment[1], "GAPURA_MASTER_KEYS=x");
  EXPECT_STREQ(environment[2], "LANG=C");
  EXPECT_EQ(environment[3], nullptr);
  EXPECT_TRUE(take_variable(environment, kMasterKeyVariable).empty());
}

// Pinned: another derivation would lose every database there is. Computed with Python's hmac.
TEST(MasterKey, derives_a_key_of_its_own_for_each_use) {
  const auto key = MasterKey::parse(base::Secret(std::string_view(kText)));
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(hex(key->derive(Use::sealing)),
            "00f4c1debc373d476706f8d3d1c7751e732b6f1210d8cb58740d32eabb6cebaa");
  EXPECT_EQ(hex(key->derive(Use::audit_chain)),
            "ef6370c477d447d27fb31704000e2ae55cd09398ab7de531766882044960cec9");
  EXPECT_EQ(hex(key->derive(Use::csrf)),
            "5f95bb3cbda2626de9d47b24da79da317f34aae7ec3a466e11119bd87625e751");
  EXPECT_EQ(hex(key->derive(Use::cookies)),
            "56e919703b30567390710b180ba484c8e92d4911673959d0be008921dc0be2b8");
  EXPECT_EQ(hex(key->derive(Use::attempts)),
            "2f357380e2a140d379efb7c7bf6df217b1c3954aaf72f65338ec6d32dd920cdf");
  EXPECT_EQ(hex(key->derive(Use::families)),
            "6e6d028d9add8c5cd3abf245d94f5ab50a9f85b98a98a0e49bd036a87728bed1");
}

}  // namespace
}  // namespace keys
