// Who may come in: so many connections in all, and so many of them from one address, so that one
// client cannot take the place of all others. Asked once a connection, from every loop.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

#include "http/address.h"

namespace http::wire {

class Door {
 public:
  // Who is spared counts among all, but not by its address.
  Door(std::size_t all, std::size_t of_one, Networks spared);

  // A connection's place, for as long as it has it.
  class Place {
   public:
    Place(Door& door, const Address& whose, bool spared)
        : door_(door), whose_(whose), spared_(spared) {}
    ~Place() { door_.leave(whose_, spared_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    Door& door_;
    const Address whose_;
    const bool spared_;
  };

  // Nothing when there is none left.
  std::unique_ptr<Place> enter(const Address& peer);

 private:
  void leave(const Address& whose, bool spared);

  const std::size_t all_;
  const std::size_t of_one_;
  const Networks spared_;
  std::mutex mutex_;
  std::size_t inside_ = 0;
  std::map<Address, std::size_t> by_address_;
};

}  // namespace http::wire
