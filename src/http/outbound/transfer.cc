#include "http/outbound/transfer.h"

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>
#include <utility>

#include <sys/socket.h>

#include "http/outbound/socket_address.h"

namespace http::outbound {
namespace {

struct Meaning {
  CURLcode result;
  Refusal refusal;
};

// Every other one: the server answered, and not with HTTP.
constexpr std::array<Meaning, 10> kMeanings{{
    {CURLE_COULDNT_RESOLVE_HOST, Refusal::unresolved},
    {CURLE_COULDNT_CONNECT, Refusal::unreachable},
    {CURLE_OPERATION_TIMEDOUT, Refusal::too_slow},
    {CURLE_SSL_CONNECT_ERROR, Refusal::untrusted},
    {CURLE_PEER_FAILED_VERIFICATION, Refusal::untrusted},
    {CURLE_SSL_CERTPROBLEM, Refusal::untrusted},
    {CURLE_SSL_CIPHER, Refusal::untrusted},
    {CURLE_SSL_CACERT_BADFILE, Refusal::untrusted},
    {CURLE_SSL_ISSUER_ERROR, Refusal::untrusted},
    {CURLE_SSL_INVALIDCERTSTATUS, Refusal::untrusted},
}};

Refusal meaning_of(CURLcode result) {
  const auto* found = std::ranges::find(kMeanings, result, &Meaning::result);
  return found == kMeanings.end() ? Refusal::broken : found->refusal;
}

std::string pin_of(const Target& target, const std::vector<Address>& addresses) {
  // The plus lets it leave curl's cache again.
  std::string pin = "+" + target.host + ":" + std::to_string(target.port) + ":";
  for (const Address& address : addresses) {
    pin += pin.ends_with(':') ? "" : ",";
    pin += address.is_v4() ? address.text() : "[" + address.text() + "]";
  }
  return pin;
}

}  // namespace

Transfer::Transfer(const Request& request, const Target& target, std::vector<Address> addresses,
                   const Limits& limits, Deadline deadline)
    : authority_(target.authority()),
      addresses_(std::move(addresses)),
      most_header_(limits.header_bytes),
      most_body_(request.largest_answer),
      sent_(request.body),
      handle_(::curl_easy_init()) {
  if (!handle_) {
    throw std::bad_alloc();
  }
  set_reach(target);
  set_trust(limits.ca_file);
  set_limits(limits, deadline);
  set_content(request);
}

// An option that curl refuses is a limit that does not hold.
template <class Value>
void Transfer::set(CURLoption option, Value value) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg,hicpp-vararg): the library's only door
  const CURLcode result = ::curl_easy_setopt(handle_.get(), option, value);
  if (result != CURLE_OK) {
    throw std::runtime_error(std::string("curl refuses an option: ") +
                             ::curl_easy_strerror(result));
  }
}

void Transfer::append(List& list, const std::string& line) {
  curl_slist* longer = ::curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) {
    throw std::bad_alloc();
  }
  // What is longer begins with the same node.
  if (!list) {
    list.reset(longer);
  }
}

void Transfer::set_reach(const Target& target) {
  const char* schemes = target.secure ? "https" : "http";
  set(CURLOPT_URL, target.url().c_str());
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_PROTOCOLS_STR, schemes);
  set(CURLOPT_REDIR_PROTOCOLS_STR, schemes);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  // An empty proxy is none, whatever http_proxy says in the environment.
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_HTTP09_ALLOWED, 0L);
  set(CURLOPT_FRESH_CONNECT, 1L);
  set(CURLOPT_FORBID_REUSE, 1L);
  set(CURLOPT_NOSIGNAL, 1L);
  if (!target.literal) {
    append(pins_, pin_of(target, addresses_));
    set(CURLOPT_RESOLVE, pins_.get());
  }
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
}

void Transfer::set_trust(const std::string& ca_file) {
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  // A folder is looked up by issuer; the one file of all certificates would be read whole, for
  // every connection. A curl that knows no folder has its own default, or trusts the file alone.
  const char* folder = ::curl_version_info(CURLVERSION_NOW)->capath;
  if (folder != nullptr) {
    set(CURLOPT_CAPATH, folder);
  }
  if (folder != nullptr || !ca_file.empty()) {
    set(CURLOPT_CAINFO, ca_file.empty() ? nullptr : ca_file.c_str());
  }
}

void Transfer::set_limits(const Limits& limits, Deadline deadline) {
  using std::chrono::milliseconds;
  const auto left =
      std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now()).count();
  // To curl, 0 is for ever.
  const long whole = std::max(1L, static_cast<long>(left));
  set(CURLOPT_TIMEOUT_MS, whole);
  set(CURLOPT_CONNECTTIMEOUT_MS,
      std::clamp(static_cast<long>(limits.connect_time.count()), 1L, whole));
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_ERRORBUFFER, problem_.data());
}

void Transfer::set_content(const Request& request) {
  set(CURLOPT_USERAGENT, "Gapura");
  // curl would wait for a word of the server before it sends a large body.
  append(fields_, "Expect:");
  for (const auto& [name, value] : request.headers) {
    std::string line = name;
    line += value.empty() ? ";" : ": ";
    line += value;
    append(fields_, line);
  }
  if (sent_) {
    append(fields_, "Content-Type: " + sent_->type);
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sent_->octets.size()));
    set(CURLOPT_POSTFIELDS, sent_->octets.data());
  }
  set(CURLOPT_HTTPHEADER, fields_.get());
}

// Of all answers there are: of 1xx there may be any number before the last.
std::size_t Transfer::on_header(const char* /*octets*/, std::size_t /*one*/, std::size_t size,
                                void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.header_ += size;
  transfer.too_large_ = transfer.header_ > transfer.most_header_;
  return transfer.too_large_ ? 0 : size;
}

std::size_t Transfer::on_body(const char* octets, std::size_t /*one*/, std::size_t size,
                              void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (size > transfer.most_body_ - transfer.body_.size()) {
    transfer.too_large_ = true;
    return 0;
  }
  transfer.body_.append(octets, size);
  return size;
}

// What is connected to is what was checked, whatever curl has made of the pin.
curl_socket_t Transfer::on_open(void* self, curlsocktype purpose, curl_sockaddr* address) {
  const auto& transfer = *static_cast<const Transfer*>(self);
  const auto opened = address_of(&address->addr, address->addrlen);
  if (purpose != CURLSOCKTYPE_IPCXN || !opened ||
      std::ranges::find(transfer.addresses_, *opened) == transfer.addresses_.end()) {
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void Transfer::finish(CURLcode result) {
  if (too_large_) {
    promise_.set_value(
        refuse(Refusal::too_large, "", authority_ + ": the answer is larger than was asked for"));
    return;
  }
  if (result != CURLE_OK) {
    const std::string problem(problem_.data());
    promise_.set_value(
        refuse(meaning_of(result), "",
               authority_ + ": " + (problem.empty() ? ::curl_easy_strerror(result) : problem)));
    return;
  }
  long status = 0;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg,hicpp-vararg): the library's only door
  ::curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  promise_.set_value(Answer{static_cast<int>(status), std::move(body_)});
}

void Transfer::cancel() {
  promise_.set_value(refuse(Refusal::stopping, "", authority_ + ": the node stops"));
}

}  // namespace http::outbound
