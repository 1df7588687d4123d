module;
// All of the module that knows of hiredis and of sockets: what an importer reads must not.
#include <errno.h>
#include <hiredis/hiredis.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
module patterns.caching.redis;

import std;

namespace patterns::caching::detail {

namespace {

using steady = std::chrono::steady_clock;

// More than any command of this module is answered with; a few bytes of an answer make an element of many.
constexpr std::size_t most_elements = std::size_t{1} << 20;

std::string text_of(int error) {
  return std::system_category().message(error);
}

struct freed {
  void operator()(addrinfo* made) const noexcept { freeaddrinfo(made); }
  void operator()(redisReader* made) const noexcept { redisReaderFree(made); }
  void operator()(char* command) const noexcept { redisFreeCommand(command); }
};

class descriptor {
 public:
  explicit descriptor(int number) noexcept : number_(number) {}
  descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor&&) = delete;
  ~descriptor() {
    if (number_ >= 0) {
      close(number_);
    }
  }

  [[nodiscard]] int get() const noexcept { return number_; }

 private:
  int number_;
};

// What has become of `socket`; 0 if the deadline has passed.
short wait_for(int socket, short events, steady::time_point deadline) {
  pollfd polled{socket, events, 0};
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady::now()).count();
    if (left <= 0) {
      return 0;
    }
    const int most = static_cast<int>(std::min<decltype(left)>(left, 60'000));
    const int ready = poll(&polled, 1, most);
    if (ready > 0) {
      return polled.revents;
    }
    if (ready < 0 && errno != EINTR) {
      return POLLERR;
    }
  }
}

// An errno, or 0 when `made` is connected.
int connect_by(const descriptor& made, const sockaddr* address, socklen_t size, steady::time_point deadline) {
  if (made.get() < 0 || (connect(made.get(), address, size) != 0 && errno != EINPROGRESS && errno != EINTR)) {
    return errno;
  }
  if (wait_for(made.get(), POLLOUT, deadline) == 0) {
    return ETIMEDOUT;
  }
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(made.get(), SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

descriptor socket_of(int family) {
  return descriptor(socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

[[noreturn]] void refuse_connection(const redis_options& options, int error) {
  if (error == ETIMEDOUT) {
    throw redis_error(redis_failure::timeout, std::format("{}: no connection within {} ms", redis_name(options),
                                                          options.connect_timeout.count()));
  }
  throw redis_error(redis_failure::unreachable,
                    std::format("{}: cannot connect: {}", redis_name(options), text_of(error)));
}

descriptor connected_to_path(const redis_options& options, steady::time_point deadline) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (options.unix_socket.size() >= sizeof address.sun_path) {
    refuse_connection(options, ENAMETOOLONG);
  }
  options.unix_socket.copy(address.sun_path, options.unix_socket.size());
  auto made = socket_of(AF_UNIX);
  if (const int error = connect_by(made, reinterpret_cast<const sockaddr*>(&address), sizeof address, deadline)) {
    refuse_connection(options, error);
  }
  return made;
}

descriptor connected_to_host(const redis_options& options, steady::time_point deadline) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  const int unknown = getaddrinfo(options.host.c_str(), std::to_string(options.port).c_str(), &hints, &first);
  if (unknown != 0) {
    throw redis_error(redis_failure::unreachable,
                      std::format("{}: cannot be found: {}", redis_name(options), gai_strerror(unknown)));
  }
  const std::unique_ptr<addrinfo, freed> all(first);
  int count = 0;
  for (const auto* each = first; each != nullptr; each = each->ai_next) {
    ++count;
  }
  int error = EADDRNOTAVAIL;
  for (const auto* each = first; each != nullptr; each = each->ai_next, --count) {
    const auto now = steady::now();
    auto made = socket_of(each->ai_family);
    error = connect_by(made, each->ai_addr, each->ai_addrlen, now + (deadline - now) / count);
    if (error == 0) {
      const int on = 1;
      setsockopt(made.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      return made;
    }
  }
  refuse_connection(options, error);
}

// What hiredis calls to make an answer of what it reads. Where an element belongs to, its task tells; a list grows with
// what has come, not by what the server promises. hiredis 1 knows forms that 0.14 does not, and another type of size.
template <redis_reply::form Form = redis_reply::form::nothing>
redis_reply* placed(const redisReadTask* task) noexcept {
  try {
    auto& elements = *static_cast<std::size_t*>(task->privdata);
    if (task->parent == nullptr) {
      elements = 0;
      return new redis_reply{.is = Form};
    }
    if (++elements > most_elements) {
      return nullptr;
    }
    return &static_cast<redis_reply*>(task->parent->obj)->elements.emplace_back(redis_reply{.is = Form});
  } catch (...) {
    return nullptr;
  }
}

void* make_text(const redisReadTask* task, char* text, std::size_t size) noexcept {
  auto* const made = placed<redis_reply::form::text>(task);
  if (made == nullptr) {
    return nullptr;
  }
  try {
    made->text.assign(text, size);
  } catch (...) {
    if (task->parent == nullptr) {
      delete made;
    }
    return nullptr;
  }
  made->is = task->type == REDIS_REPLY_STRING   ? redis_reply::form::text
             : task->type == REDIS_REPLY_STATUS ? redis_reply::form::status
             : task->type == REDIS_REPLY_ERROR  ? redis_reply::form::error
                                                : redis_reply::form::other;
  return made;
}

void* make_integer(const redisReadTask* task, long long value) noexcept {
  auto* const made = placed<redis_reply::form::integer>(task);
  if (made != nullptr) {
    made->integer = value;
  }
  return made;
}

void* make_nothing(const redisReadTask* task) noexcept {
  return placed<redis_reply::form::nothing>(task);
}

template <class Functions>
Functions makers() {
  Functions made{};
  made.createString = &make_text;
  made.createInteger = &make_integer;
  made.createNil = &make_nothing;
  made.createArray = [](const redisReadTask* task, auto) -> void* { return placed<redis_reply::form::list>(task); };
  made.freeObject = [](void* reply) { delete static_cast<redis_reply*>(reply); };
  if constexpr (requires { made.createDouble; }) {
    made.createDouble = [](const redisReadTask* task, double, char*, std::size_t) -> void* {
      return placed<redis_reply::form::other>(task);
    };
    made.createBool = [](const redisReadTask* task, int) -> void* { return placed<redis_reply::form::other>(task); };
  }
  return made;
}

void append(std::string& out, const redis_command& command) {
  std::vector<const char*> words;
  std::vector<std::size_t> sizes;
  words.reserve(command.size());
  sizes.reserve(command.size());
  for (const auto word : command) {
    words.push_back(word.data() == nullptr ? "" : word.data());
    sizes.push_back(word.size());
  }
  char* text = nullptr;
  const auto size = redisFormatCommandArgv(&text, static_cast<int>(words.size()), words.data(), sizes.data());
  if (size < 0) {
    throw std::bad_alloc();
  }
  const std::unique_ptr<char, freed> owned(text);
  out.append(text, static_cast<std::size_t>(size));
}

// The first word of what a server says, by which it tells the kind of its error.
std::string_view code_of(std::string_view said) {
  return said.substr(0, said.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
}

// What a server says, up to where it may repeat what it was told.
std::string shown(std::string_view said) {
  std::string text(said.substr(0, std::min<std::size_t>(said.find_first_of("'\"`,:"), 120)));
  std::ranges::replace_if(text, [](char each) { return each < ' ' || each > '~'; }, '?');
  while (text.ends_with(' ')) {
    text.pop_back();
  }
  return text;
}

std::string_view shown(redis_reply::form form) {
  switch (form) {
    case redis_reply::form::nothing:
      return "nothing";
    case redis_reply::form::integer:
      return "an integer";
    case redis_reply::form::text:
      return "a text";
    case redis_reply::form::status:
      return "a status";
    case redis_reply::form::error:
      return "an error";
    case redis_reply::form::list:
      return "a list";
    case redis_reply::form::other:
      break;
  }
  return "something else";
}

}  // namespace

class redis_connection::wire {
 public:
  wire(const redis_options& options, steady::time_point deadline)
      : name_(redis_name(options)),
        reply_limit_(options.reply_limit),
        socket_(options.unix_socket.empty() ? connected_to_host(options, deadline)
                                            : connected_to_path(options, deadline)),
        functions_(makers<redisReplyObjectFunctions>()),
        reader_(redisReaderCreateWithFunctions(&functions_)) {
    if (reader_ == nullptr) {
      throw std::bad_alloc();
    }
    reader_->privdata = &elements_;
  }
  wire(const wire&) = delete;
  wire& operator=(const wire&) = delete;

  std::vector<redis_reply> exchange(std::span<const redis_command> commands, const redis_time_limit& limit) {
    std::string out;
    for (const auto& each : commands) {
      append(out, each);
    }
    std::vector<redis_reply> replies;
    replies.reserve(commands.size());
    const auto command = commands.front().front();
    std::size_t sent = 0;
    std::size_t received = 0;
    sent += send_some(out, sent, command, false);
    while (replies.size() < commands.size()) {
      const auto events = static_cast<short>(sent < out.size() ? POLLIN | POLLOUT : POLLIN);
      const auto ready = wait_for(socket_.get(), events, limit.end);
      if (ready == 0) {
        throw redis_error(redis_failure::timeout,
                          std::format("{}: {}: no answer within {} ms", name_, command, limit.length.count()));
      }
      if ((ready & POLLOUT) != 0) {
        sent += send_some(out, sent, command, received > 0);
      }
      if ((ready & ~POLLOUT) != 0) {
        received += receive_some(command, sent > 0, received > 0);
        take_replies(replies, commands.size(), command);
      }
    }
    if (reader_->pos != reader_->len || sent < out.size()) {
      fail(command, "more answers than commands");
    }
    return replies;
  }

  [[nodiscard]] bool is_quiet() const noexcept {
    char unasked = 0;
    return recv(socket_.get(), &unasked, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }

 private:
  [[noreturn]] void fail(std::string_view command, std::string_view problem) const {
    throw redis_error(redis_failure::protocol, std::format("{}: {}: {}", name_, command, problem));
  }

  std::size_t send_some(std::string_view out, std::size_t sent, std::string_view command, bool answered) {
    const auto rest = out.substr(sent);
    const auto count = send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      return static_cast<std::size_t>(count);
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
      return 0;
    }
    throw redis_lost(std::format("{}: {}: the connection is lost: {}", name_, command, text_of(errno)), sent > 0,
                     answered);
  }

  std::size_t receive_some(std::string_view command, bool sent, bool answered) {
    const auto count = recv(socket_.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (count > 0) {
      if (redisReaderFeed(reader_.get(), buffer_.data(), static_cast<std::size_t>(count)) != REDIS_OK) {
        throw std::bad_alloc();
      }
      unread_ += static_cast<std::size_t>(count);
      return static_cast<std::size_t>(count);
    }
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
      return 0;
    }
    throw redis_lost(std::format("{}: {}: the connection is lost: {}", name_, command,
                                 count == 0 ? "the server has closed it" : text_of(errno)),
                     sent, answered);
  }

  void take_replies(std::vector<redis_reply>& replies, std::size_t wanted, std::string_view command) {
    while (replies.size() < wanted) {
      void* found = nullptr;
      if (redisReaderGetReply(reader_.get(), &found) != REDIS_OK) {
        fail(command, shown(std::string_view(reader_->errstr, strnlen(reader_->errstr, sizeof reader_->errstr))));
      }
      if (found == nullptr) {
        break;
      }
      const std::unique_ptr<redis_reply> reply(static_cast<redis_reply*>(found));
      replies.push_back(std::move(*reply));
      unread_ = reader_->len - reader_->pos;
    }
    if (unread_ > reply_limit_) {
      fail(command, std::format("an answer of more than {} bytes", reply_limit_));
    }
  }

  std::string name_;
  std::size_t reply_limit_;
  descriptor socket_;
  redisReplyObjectFunctions functions_;
  std::size_t elements_ = 0;
  std::unique_ptr<redisReader, freed> reader_;
  std::size_t unread_ = 0;
  std::array<char, std::size_t{16} << 10> buffer_;
};

redis_connection::redis_connection(const redis_options& options) {
  const redis_time_limit limit(options.connect_timeout);
  wire_ = std::make_unique<wire>(options, limit.end);
  const auto database = std::to_string(options.database);
  std::vector<redis_command> greeting;
  if (!options.password.empty()) {
    greeting.push_back({"AUTH"});
    if (!options.user.empty()) {
      greeting.back().push_back(options.user);
    }
    greeting.back().push_back(options.password);
  }
  greeting.push_back({"SELECT", database});
  const auto replies = wire_->exchange(greeting, limit);
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (replies[i].is != redis_reply::form::status) {
      throw redis_complaint(redis_name(options), greeting[i].front(), replies[i]);
    }
  }
}

redis_connection::~redis_connection() = default;

std::vector<redis_reply> redis_connection::exchange(std::span<const redis_command> commands,
                                                    const redis_time_limit& limit) {
  return wire_->exchange(commands, limit);
}

bool redis_connection::is_quiet() const noexcept {
  return wire_->is_quiet();
}

redis_error redis_complaint(const std::string& server, std::string_view command, const redis_reply& reply) {
  if (reply.is != redis_reply::form::error) {
    return {redis_failure::protocol, std::format("{}: {}: was answered with {}", server, command, shown(reply.is))};
  }
  const auto code = code_of(reply.text);
  if (command == "AUTH") {
    return {redis_failure::authentication, std::format("{}: {}: the server refuses it: {}", server, command, code)};
  }
  const bool is_stranger = code == "NOAUTH" || code == "WRONGPASS" || code == "NOPERM";
  return {is_stranger ? redis_failure::authentication : redis_failure::refused,
          std::format("{}: {}: the server refuses it: {}", server, command, shown(reply.text))};
}

}  // namespace patterns::caching::detail
