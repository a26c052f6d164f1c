#include "storage/sql/consent_store.h"

#include <cstdint>
#include <utility>

#include "identity/login/transaction.h"
#include "storage/sql/consent_rows.h"
#include "storage/sql/family_rows.h"

namespace storage::sql {

const Query kForgetQuestionsOfUser{.name = "consents.forget_questions_of_user",
                                   .text = "DELETE FROM consent_questions WHERE user_id = $1"};
const Query kForgetConsentsOfUser{.name = "consents.forget_user",
                                  .text = "DELETE FROM consents WHERE user_id = $1"};
const Query kForgetQuestionsOfClient{.name = "consents.forget_questions_of_client",
                                     .text = "DELETE FROM consent_questions WHERE client = $1"};
const Query kForgetConsentsOfClient{.name = "consents.forget_client",
                                    .text = "DELETE FROM consents WHERE client = $1"};

namespace {

namespace consent = identity::consent;

using consent::Consent;
using consent::Question;
using consent::QuestionId;
using consent::Reply;
using identity::users::UserId;

constexpr Query kAsk{
    .name = "consents.ask",
    .text =
        "INSERT INTO consent_questions (id, user_id, session_id, client, scopes, wish, reply, "
        "expires_at) VALUES ($1, $2, $3, $4, $5, $6, '', $7)"};
constexpr Query kShed{
    .name = "consents.shed",
    .text =
        "DELETE FROM consent_questions WHERE session_id = $1 AND id <= (SELECT id FROM "
        "consent_questions WHERE session_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)"};
constexpr Query kLook{.name = "consents.look",
                      .text =
                          "SELECT user_id, session_id, client, scopes, wish, reply, expires_at "
                          "FROM consent_questions WHERE id = $1"};
constexpr Query kAnswer{
    .name = "consents.answer",
    .text =
        "UPDATE consent_questions SET reply = $3 WHERE id = $1 AND session_id = $2 "
        "AND reply = '' AND expires_at > $4 RETURNING user_id, client, scopes"};
constexpr Query kGive{.name = "consents.give",
                      .text =
                          "INSERT INTO consents (user_id, client, scopes, given_at) "
                          "VALUES ($1, $2, $3, $4) ON CONFLICT (user_id, client) DO NOTHING"};
constexpr Query kWiden{
    .name = "consents.widen",
    .text = "UPDATE consents SET scopes = $4 WHERE user_id = $1 AND client = $2 AND scopes = $3"};
#define GAPURA_CONSENT "SELECT client, scopes, given_at FROM consents WHERE user_id = $1 "
constexpr Query kFind{.name = "consents.find", .text = GAPURA_CONSENT "AND client = $2"};
constexpr Query kOf{.name = "consents.of", .text = GAPURA_CONSENT "ORDER BY client"};
#undef GAPURA_CONSENT
constexpr Query kWithdraw{.name = "consents.withdraw",
                          .text = "DELETE FROM consents WHERE user_id = $1 AND client = $2"};
constexpr Query kEndFamilies{
    .name = "consents.end_families",
    .text =
        "UPDATE families SET " GAPURA_FAMILY_ENDS("$3") " WHERE user_id = $1 AND holder = $2 "
        "AND ended_at IS NULL",
    .touches = {base::Thing::person}};
constexpr Query kSweep{
    .name = "consents.sweep",
    .text =
        "DELETE FROM consent_questions WHERE id IN (SELECT id FROM consent_questions "
        "WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
    .postgres_text =
        "DELETE FROM consent_questions WHERE id = ANY (ARRAY(SELECT id FROM consent_questions "
        "WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))"};

// Somebody else allowed or withdrew between the look and the write: what is true now is asked
// again.
constexpr int kTries = 5;

std::unexpected<base::Error> look_again() {
  return base::reject(base::ErrorCode::conflict, "", "somebody else writes the same consent");
}

Consent consent_in(const Rows& rows, std::size_t row, UserId person) {
  return {.person = person,
          .client = rows.text(row, 0),
          .scopes = consent::scopes_from(rows.octets(row, 1)),
          .given_at = rows.instant(row, 2)};
}

// Texts that are made of a question, for as long as the write waits.
struct Texts {
  std::string scopes;
  std::string wish;
};

Write<void> ask_row(Tx& tx, const Question* question, const Texts* texts) {
  co_await tx.run(kAsk, question->id.bytes(), question->person.value, question->session.bytes(),
                  question->client, texts->scopes, texts->wish, question->expires_at);
  co_await tx.run(kShed, question->session.bytes(),
                  static_cast<std::int64_t>(ConsentStore::kMostOfSession));
  co_return base::Done{};
}

Write<bool> answer_row(Tx& tx, const consent::Answer* answer, const audit::Event* event) {
  const Rows answered = co_await tx.run(kAnswer, answer->question.bytes(), answer->session.bytes(),
                                        consent::to_string(answer->reply), answer->at);
  if (answered.empty()) {
    co_return false;
  }
  if (answer->reply == Reply::allowed) {
    const std::int64_t person = answered.integer(0, 0);
    const std::string client = answered.text(0, 1);
    const std::string scopes = answered.text(0, 2);
    const Rows given = co_await tx.run(kGive, person, client, scopes, answer->at);
    if (given.changed() == 0) {
      const Rows before = co_await tx.run(kFind, person, client);
      if (before.empty()) {
        co_return look_again();
      }
      const std::string known = before.text(0, 1);
      const std::string both = consent::to_text(
          consent::joined(consent::scopes_from(known), consent::scopes_from(scopes)));
      const Rows widened = co_await tx.run(kWiden, person, client, known, both);
      if (widened.changed() == 0) {
        co_return look_again();
      }
    }
  }
  tx.audit(*event);
  co_return true;
}

Write<bool> withdraw_rows(Tx& tx, UserId person, const std::string* client, base::Instant now,
                          const audit::Event* event) {
  const Rows gone = co_await tx.run(kWithdraw, person.value, *client);
  if (gone.changed() == 0) {
    co_return false;
  }
  co_await tx.run(kEndFamilies, person.value, *client, now);
  tx.audit(*event);
  co_return true;
}

Write<std::size_t> sweep_rows(Tx& tx, base::Instant over, std::int64_t limit) {
  const Rows rows = co_await tx.run(kSweep, over, limit);
  co_return rows.changed();
}

Order order_of(base::BytesView key) { return {.table = "consents", .key = key}; }

}  // namespace

base::Done ConsentStore::ask(const Question& question) {
  const Texts texts{.scopes = consent::to_text(question.scopes),
                    .wish = base::to_text(identity::login::to_json(question.wish))};
  return writer_.write(order_of(question.id.bytes()),
                       [&](Tx& tx) { return ask_row(tx, &question, &texts); });
}

base::Result<std::optional<Question>> ConsentStore::find(const QuestionId& id) {
  TRY_VAL(rows, reader_.read(kLook, Params::of(id.bytes())));
  if (rows.empty()) {
    return std::optional<Question>();
  }
  const auto session = mint::SessionId::from(rows.bytes(0, 1));
  const auto reply = consent::reply_from(rows.octets(0, 5));
  if (!session || !reply) {
    return base::reject(base::ErrorCode::internal, "", "a question cannot be read",
                        "its session or its reply is not what this program writes");
  }
  TRY_VAL(json, base::parse_json_object(rows.octets(0, 4)));
  TRY_VAL(wish, identity::login::wish_from(json));
  return std::optional(Question{.id = id,
                                .person = UserId{rows.integer(0, 0)},
                                .session = *session,
                                .client = rows.text(0, 2),
                                .scopes = consent::scopes_from(rows.octets(0, 3)),
                                .wish = std::move(wish),
                                .reply = *reply,
                                .expires_at = rows.instant(0, 6)});
}

base::Result<bool> ConsentStore::answer(const consent::Answer& answer, const audit::Event& event) {
  for (int tries = 1;; ++tries) {
    auto written = writer_.write(order_of(answer.question.bytes()),
                                 [&](Tx& tx) { return answer_row(tx, &answer, &event); });
    if (written || written.error().code != base::ErrorCode::conflict || tries == kTries) {
      return written;
    }
  }
}

base::Result<std::optional<Consent>> ConsentStore::find(UserId person, const std::string& client) {
  TRY_VAL(rows, reader_.read(kFind, Params::of(person.value, client)));
  return rows.empty() ? std::nullopt : std::optional(consent_in(rows, 0, person));
}

base::Result<std::vector<Consent>> ConsentStore::of(UserId person) {
  TRY_VAL(rows, reader_.read(kOf, Params::of(person.value)));
  std::vector<Consent> all;
  all.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    all.push_back(consent_in(rows, row, person));
  }
  return all;
}

base::Result<bool> ConsentStore::withdraw(UserId person, const std::string& client,
                                          base::Instant now, const audit::Event& event) {
  return writer_.write(order_of({}),
                       [&](Tx& tx) { return withdraw_rows(tx, person, &client, now, &event); });
}

base::Result<std::size_t> ConsentStore::sweep(base::Instant now, std::size_t limit) {
  return writer_.write(order_of({}), [&](Tx& tx) {
    return sweep_rows(tx, now - identity::login::kKeptAfter, static_cast<std::int64_t>(limit));
  });
}

std::span<const Query* const> ConsentStore::queries() {
  static constexpr const Query* kQueries[] = {&kAsk,
                                              &kShed,
                                              &kLook,
                                              &kAnswer,
                                              &kGive,
                                              &kWiden,
                                              &kFind,
                                              &kOf,
                                              &kWithdraw,
                                              &kEndFamilies,
                                              &kSweep,
                                              &kForgetQuestionsOfUser,
                                              &kForgetConsentsOfUser,
                                              &kForgetQuestionsOfClient,
                                              &kForgetConsentsOfClient};
  return kQueries;
}

}  // namespace storage::sql
