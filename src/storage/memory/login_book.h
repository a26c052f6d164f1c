// session_api::LoginBook over the rows of the other stores.
#pragma once

#include <mutex>
#include <optional>

#include "session_api/login_book.h"
#include "storage/memory/families.h"
#include "storage/memory/people.h"
#include "storage/memory/sessions.h"

namespace storage::memory {

class LoginBook final : public session_api::LoginBook {
 public:
  LoginBook(std::mutex& mutex, People& people, Families& families, SessionStore& sessions)
      : mutex_(mutex), people_(people), families_(families.rows), sessions_(sessions) {}

  base::Result<std::optional<session_api::Login>> look(const mint::FamilyId& id) override;

 private:
  std::mutex& mutex_;
  People& people_;
  std::map<families::FamilyId, families::Family>& families_;
  SessionStore& sessions_;
};

}  // namespace storage::memory
