#include "audit/checkpoint.h"

#include <gtest/gtest.h>

#include "tests/support/kept_trail.h"
#include "tests/support/manual_clock.h"

namespace audit {
namespace {

class Checkpoints : public testing::Test {
 protected:
  support::ManualClock clock_;
  const ChainKey key_{base::Secret(std::string_view("a key of the chain that is long enough"))};
  support::KeptTrail trail_{clock_, "node-a", key_};
  Checkpointer checkpointer_{trail_, "node-a"};
};

TEST_F(Checkpoints, hold_the_heads_of_all_chains) {
  ASSERT_TRUE(trail_.append({.type = "x"}).has_value());
  trail_.write_as("node-b");
  ASSERT_TRUE(trail_.append({.type = "x"}).has_value());
  ASSERT_TRUE(trail_.append({.type = "x"}).has_value());
  trail_.write_as("node-a");
  ASSERT_TRUE(checkpointer_.checkpoint().value());

  const Entry& entry = trail_.chains().at("node-a").back();
  EXPECT_EQ(entry.event.type, kCheckpointType);
  const auto heads = parse_checkpoint(entry.event.details);
  ASSERT_TRUE(heads.has_value());
  ASSERT_EQ(heads->size(), 2U);
  EXPECT_EQ(heads->at(0).chain, "node-a");
  EXPECT_EQ(heads->at(0).sequence, 1);
  EXPECT_EQ(heads->at(1).chain, "node-b");
  EXPECT_EQ(heads->at(1).sequence, 2);
  EXPECT_EQ(heads->at(1).hash, trail_.chains().at("node-b").back().hash);
}

TEST_F(Checkpoints, are_not_written_while_nothing_happens) {
  EXPECT_FALSE(checkpointer_.checkpoint().value());
  ASSERT_TRUE(trail_.append({.type = "x"}).has_value());
  EXPECT_TRUE(checkpointer_.checkpoint().value());
  EXPECT_FALSE(checkpointer_.checkpoint().value());
  EXPECT_FALSE(checkpointer_.checkpoint().value());
  ASSERT_TRUE(trail_.append({.type = "x"}).has_value());
  EXPECT_TRUE(checkpointer_.checkpoint().value());
  EXPECT_FALSE(checkpointer_.checkpoint().value());
  trail_.write_as("node-b");
  ASSERT_TRUE(trail_.append({.type = "x"}).has_value());
  trail_.write_as("node-a");
  EXPECT_TRUE(checkpointer_.checkpoint().value());
}

TEST_F(Checkpoints, that_cannot_be_written_are_tried_again) {
  ASSERT_TRUE(trail_.append({.type = "x"}).has_value());
  trail_.fail(true);
  EXPECT_FALSE(checkpointer_.checkpoint().has_value());
  trail_.fail(false);
  EXPECT_TRUE(checkpointer_.checkpoint().value());
}

TEST_F(Checkpoints, are_read_strictly) {
  for (const char* wrong : {"", "{}", "[]", R"({"heads":{}})", R"({"heads":[1]})",
                            R"({"heads":[{"chain":"a","sequence":0,"hash":"00"}]})",
                            R"({"heads":[{"chain":"a","sequence":1,"hash":""}]})",
                            R"({"heads":[{"chain":"a","sequence":1,"hash":"zz"}]})",
                            R"({"heads":[{"chain":"a","sequence":"1","hash":"00"}]})",
                            R"({"heads":[{"chain":"a","sequence":1}]})"}) {
    EXPECT_FALSE(parse_checkpoint(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace audit
