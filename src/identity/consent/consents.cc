#include "identity/consent/consents.h"

#include <utility>

namespace identity::consent {
namespace {

audit::Event event_about(const Act& act, std::string_view type, users::UserId person,
                         const std::string& client, audit::Outcome outcome,
                         const std::vector<std::string>& scopes) {
  auto event = event_of(act, type, users::subject_of(person), outcome);
  base::json::object details{{"client", client}};
  if (!scopes.empty()) {
    details["scope"] = to_text(scopes);
  }
  event.details = base::to_text(details);
  return event;
}

}  // namespace

base::Result<QuestionId> Consents::ask(const sessions::Session& session, Wanted wanted) {
  const Question question{.id = parts_.ids.next<QuestionTag>(),
                          .person = session.user,
                          .session = session.id,
                          .client = std::move(wanted.client),
                          .scopes = std::move(wanted.scopes),
                          .wish = std::move(wanted.wish),
                          .expires_at = parts_.clock.now() + parts_.life};
  TRY(parts_.store.ask(question));
  return question.id;
}

base::Result<View> Consents::look(const QuestionId& id, const sessions::Session& session) {
  TRY_VAL(question, parts_.store.find(id));
  if (!question || question->session != session.id || question->person != session.user) {
    return Unknown{};
  }
  if (question->reply != Reply::none || question->expires_at <= parts_.clock.now()) {
    return Closed{*std::move(question)};
  }
  TRY_VAL(given, parts_.store.find(question->person, question->client));
  return Waiting{.question = *std::move(question),
                 .before = given ? std::move(given->scopes) : std::vector<std::string>()};
}

base::Result<bool> Consents::answer(const Act& act, const Question& question, Reply reply) {
  const bool allowed = reply == Reply::allowed;
  return parts_.store.answer(
      {.question = question.id,
       .session = question.session,
       .reply = reply,
       .at = parts_.clock.now()},
      event_about(act, allowed ? "consent.given" : "consent.denied", question.person,
                  question.client, allowed ? audit::Outcome::allowed : audit::Outcome::denied,
                  question.scopes));
}

base::Result<bool> Consents::withdraw(const Act& act, users::UserId person,
                                      const std::string& client) {
  return parts_.store.withdraw(
      person, client, parts_.clock.now(),
      event_about(act, "consent.withdrawn", person, client, audit::Outcome::allowed, {}));
}

}  // namespace identity::consent
