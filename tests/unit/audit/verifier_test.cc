#include "audit/verifier.h"

#include <functional>

#include <gtest/gtest.h>

#include "audit/checkpoint.h"
#include "tests/support/kept_trail.h"
#include "tests/support/manual_clock.h"

namespace audit {
namespace {

const base::Secret kKey(std::string_view("a key of the chain that is long enough"));

class Verifier : public testing::Test {
 protected:
  Verifier() {
    for (const char* node : {"node-a", "node-b"}) {
      trail_.write_as(node);
      for (int i = 1; i <= 5; ++i) {
        clock_.advance(std::chrono::seconds(1));
        write("thing.done");
      }
    }
  }

  void write(std::string type) {
    ASSERT_TRUE(trail_
                    .append({.type = std::move(type),
                             .outcome = Outcome::allowed,
                             .actor = "user:23",
                             .subject = "client:x",
                             .address = "192.0.2.1",
                             .request_id = "r1",
                             .reason = "because",
                             .details = R"({"n":1})"})
                    .has_value());
  }

  // Of node-a, with the heads of both.
  void checkpoint() {
    trail_.write_as("node-a");
    ASSERT_TRUE(Checkpointer(trail_, "node-a").checkpoint().value());
  }

  Verdict verdict(const std::vector<Head>& expected = {}) {
    return verify(trail_, key_, expected).value();
  }

  // "missing node-a:3 by node-b:7" for each finding, one after the other.
  std::vector<std::string> findings(const std::vector<Head>& expected = {}) {
    std::vector<std::string> said;
    for (const Finding& finding : verdict(expected).findings) {
      said.push_back(std::string(to_string(finding.fault)) + " " + finding.chain + ":" +
                     std::to_string(finding.sequence) +
                     (finding.witness.empty() ? "" : " by " + finding.witness));
    }
    return said;
  }

  std::vector<Entry>& chain(const std::string& name) { return trail_.chains().at(name); }

  using Said = std::vector<std::string>;
  support::ManualClock clock_;
  const ChainKey key_{kKey};
  support::KeptTrail trail_{clock_, "node-a", key_};
};

TEST_F(Verifier, finds_nothing_in_a_trail_as_it_was_written) {
  checkpoint();
  write("thing.done");
  const Verdict whole = verdict();
  EXPECT_TRUE(whole.whole());
  EXPECT_EQ(whole.entries, 12U);
  EXPECT_EQ(whole.checkpoints, 1U);
  ASSERT_EQ(whole.heads.size(), 2U);
  EXPECT_EQ(whole.heads[0].sequence, 7);
  EXPECT_EQ(whole.heads[0].hash, chain("node-a").back().hash);
}

TEST_F(Verifier, an_empty_trail_is_whole) {
  trail_.chains().clear();
  EXPECT_TRUE(verdict().whole());
}

struct Tampering {
  const char* name;
  std::function<void(Entry&)> act;
};

class EveryField : public Verifier, public testing::WithParamInterface<Tampering> {};

TEST_P(EveryField, changed_is_found_and_named) {
  GetParam().act(chain("node-b").at(2));
  EXPECT_EQ(findings(), Said{"changed node-b:3"});
}

INSTANTIATE_TEST_SUITE_P(
    all, EveryField,
    testing::Values(Tampering{"time", [](Entry& entry) { entry.time += base::Duration(1); }},
                    Tampering{"type", [](Entry& entry) { entry.event.type = "thing.undone"; }},
                    Tampering{"outcome",
                              [](Entry& entry) { entry.event.outcome = Outcome::denied; }},
                    Tampering{"actor", [](Entry& entry) { entry.event.actor = "user:24"; }},
                    Tampering{"subject", [](Entry& entry) { entry.event.subject.clear(); }},
                    Tampering{"address", [](Entry& entry) { entry.event.address = "192.0.2.2"; }},
                    Tampering{"request_id", [](Entry& entry) { entry.event.request_id += '2'; }},
                    Tampering{"reason", [](Entry& entry) { entry.event.reason = "none"; }},
                    Tampering{"details", [](Entry& entry) { entry.event.details.clear(); }},
                    Tampering{"previous", [](Entry& entry) { entry.previous[0] ^= 1; }},
                    // A character moved from one field into the next.
                    Tampering{"border",
                              [](Entry& entry) {
                                entry.event.actor = "user:2";
                                entry.event.subject = "3client:x";
                              }}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST_F(Verifier, a_changed_hash_is_found_there_and_where_it_is_continued) {
  chain("node-a").at(2).hash[5] ^= 1;
  EXPECT_EQ(findings(), (Said{"changed node-a:3", "unlinked node-a:4"}));
}

TEST_F(Verifier, an_entry_removed_from_the_middle_is_found) {
  auto& entries = chain("node-a");
  entries.erase(entries.begin() + 2);
  EXPECT_EQ(findings(), Said{"missing node-a:3"});
}

TEST_F(Verifier, the_first_entries_removed_are_found) {
  auto& entries = chain("node-a");
  entries.erase(entries.begin(), entries.begin() + 2);
  EXPECT_EQ(findings(), Said{"missing node-a:1"});
}

TEST_F(Verifier, an_entry_removed_and_the_rest_renumbered_is_found) {
  auto& entries = chain("node-a");
  entries.erase(entries.begin() + 2);
  entries.at(2).sequence = 3;
  entries.at(3).sequence = 4;
  EXPECT_EQ(findings(), (Said{"changed node-a:3", "changed node-a:4"}));
}

TEST_F(Verifier, two_entries_swapped_are_found) {
  auto& entries = chain("node-a");
  std::swap(entries.at(1), entries.at(2));
  std::swap(entries.at(1).sequence, entries.at(2).sequence);
  EXPECT_FALSE(verdict().whole());
  EXPECT_EQ(verdict().findings.at(0).sequence, 2);
}

TEST_F(Verifier, an_entry_of_another_chain_is_found) {
  Entry moved = chain("node-b").at(2);
  moved.chain = "node-a";
  chain("node-a").at(2) = moved;
  EXPECT_EQ(findings(), (Said{"changed node-a:3", "unlinked node-a:4"}));
}

TEST_F(Verifier, a_tail_cut_off_behind_a_checkpoint_of_another_chain_is_found) {
  checkpoint();
  chain("node-b").pop_back();
  EXPECT_EQ(findings(), Said{"missing node-b:5 by node-a:6"});
}

TEST_F(Verifier, a_chain_removed_as_a_whole_is_found) {
  checkpoint();
  trail_.chains().erase("node-b");
  EXPECT_EQ(findings(), Said{"missing node-b:5 by node-a:6"});
}

TEST_F(Verifier, a_chain_that_was_begun_anew_with_the_right_key_contradicts_the_checkpoint) {
  checkpoint();
  trail_.chains().erase("node-b");
  trail_.write_as("node-b");
  for (int i = 0; i < 8; ++i) {
    write("thing.undone");
  }
  EXPECT_EQ(findings(), Said{"contradicted node-b:5 by node-a:6"});
}

TEST_F(Verifier, a_tail_behind_the_last_checkpoint_needs_the_head_from_outside) {
  checkpoint();
  write("thing.done");
  const Head kept = verdict().heads.at(0);
  chain("node-a").pop_back();
  EXPECT_TRUE(verdict().whole());
  EXPECT_EQ(findings({kept}), Said{"missing node-a:7 by expected"});
}

TEST_F(Verifier, an_expected_head_that_is_another_is_contradicted) {
  Head kept = verdict().heads.at(0);
  EXPECT_TRUE(findings({kept}).empty());
  kept.hash[0] ^= 1;
  EXPECT_EQ(findings({kept}), Said{"contradicted node-a:5 by expected"});
}

TEST_F(Verifier, under_another_key_nothing_is_whole) {
  const ChainKey other{base::Secret(std::string_view("another key of some chain, long too"))};
  const Verdict said = verify(trail_, other).value();
  EXPECT_EQ(said.findings.size(), 10U);
  EXPECT_EQ(said.findings.front().fault, Fault::changed);
}

TEST_F(Verifier, a_forged_checkpoint_is_not_listened_to) {
  checkpoint();
  chain("node-a").back().event.details = R"({"heads":[]})";
  EXPECT_EQ(findings(), Said{"changed node-a:6"});
}

TEST_F(Verifier, walks_a_chain_that_is_longer_than_a_page) {
  trail_.write_as("node-b");
  for (int i = 0; i < 2100; ++i) {
    write("thing.done");
  }
  EXPECT_TRUE(verdict().whole());
  chain("node-b").at(1500).event.actor = "user:1";
  EXPECT_EQ(findings(), Said{"changed node-b:1501"});
}

TEST_F(Verifier, names_the_first_hundred_and_counts_on) {
  trail_.write_as("node-b");
  for (int i = 0; i < 200; ++i) {
    write("thing.done");
  }
  for (Entry& entry : chain("node-b")) {
    entry.event.actor = "nobody";
  }
  EXPECT_EQ(verdict().findings.size(), kMostFindings);
  EXPECT_EQ(verdict().entries, 210U);
}

TEST(ExpectedHead, is_read_from_its_text_alone) {
  const auto head = parse_expected_head("node:a:17:00ff");
  ASSERT_TRUE(head.has_value());
  EXPECT_EQ(head->chain, "node:a");
  EXPECT_EQ(head->sequence, 17);
  EXPECT_EQ(head->hash, (base::Bytes{0x00, 0xFF}));
  for (const char* wrong : {"", ":", "a", "a:1", ":1:00", "a:0:00", "a:-1:00", "a:1:", "a:1:0",
                            "a:x:00", "a::00", "a:1 :00", "a:99999999999999999999:00"}) {
    EXPECT_FALSE(parse_expected_head(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace audit
