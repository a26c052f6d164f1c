// What has been checked has a type that only the check can make. The gate of a Proof is the one
// class that can construct it; mint names the gates (mint/gates.h), the rooms that check define
// them, and tools/check_mint.py sees to it that nobody else does.
#pragma once

#include <utility>

namespace mint {

// Made where the check was made, for the act at hand. It cannot be copied, so that it does not come
// to lie somewhere until the check is no longer true.
template <class Gate, class Fact>
class [[nodiscard]] Proof {
 public:
  Proof(Proof&&) noexcept = default;
  Proof& operator=(Proof&&) = delete;
  Proof(const Proof&) = delete;
  Proof& operator=(const Proof&) = delete;
  // Not defaulted, or std::bit_cast would make a proof out of a fact that is trivially copyable.
  ~Proof() {}

  const Fact& fact() const { return fact_; }
  const Fact* operator->() const { return &fact_; }

 private:
  friend Gate;
  explicit Proof(Fact fact) : fact_(std::move(fact)) {}

  Fact fact_;
};

}  // namespace mint
