/// @file
/// Servers for the tests of patterns.caching.redis: the real one, and one that says what it is told to.
module;
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
export module test.redis_server;

import std;

namespace patterns_test::detail {

inline sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// A socket of loopback that listens, or one that does not, but holds the port.
inline int bound_socket(std::uint16_t port = 0) {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const auto address = loopback(port);
  if (made < 0 || bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("no port of loopback can be had");
  }
  return made;
}

inline std::uint16_t port_of(int made) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(made, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

/// Whether a server does its work at `port`: it listens there before it has opened its other sockets.
inline bool answers(std::uint16_t port) {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval most{1, 0};
  setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
  const auto address = loopback(port);
  char answer = 0;
  const bool is_there = connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                        send(made, "PING\r\n", 6, MSG_NOSIGNAL) == 6 && recv(made, &answer, 1, 0) == 1;
  close(made);
  return is_there;
}

}  // namespace patterns_test::detail

export namespace patterns_test {

/// A port of loopback that nobody listens to.
inline std::uint16_t free_port() {
  const int made = detail::bound_socket();
  const auto port = detail::port_of(made);
  close(made);
  return port;
}

/// A redis-server of this test's own, which keeps nothing on disk and ends with the test, however that ends: with the
/// thread that started it, therefore.
class redis_process {
 public:
  /// Whether the machine has the program.
  [[nodiscard]] static bool is_installed() { return !program().empty(); }

  explicit redis_process(std::vector<std::string> more = {}) : more_(std::move(more)) {
    for (int attempts = 0; attempts < 10; ++attempts) {
      port_ = free_port();
      if (start()) {
        return;
      }
    }
    throw std::runtime_error("redis-server does not start");
  }
  redis_process(const redis_process&) = delete;
  redis_process& operator=(const redis_process&) = delete;
  ~redis_process() { kill(); }

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  /// Ends it as kill -9 does.
  void kill() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
      }
      process_ = -1;
    }
  }

  /// Starts one in its place, at the same port.
  void restart() {
    kill();
    if (!start()) {
      throw std::runtime_error("redis-server does not start again");
    }
  }

  /// Lets it do nothing, or go on: its connections stay.
  void pause() const { ::kill(process_, SIGSTOP); }
  void resume() const { ::kill(process_, SIGCONT); }

 private:
  static std::string program() {
    const char* const path = std::getenv("PATH");
    for (const auto part : std::views::split(std::string_view(path == nullptr ? "" : path), ':')) {
      auto file = std::string(part.begin(), part.end()) + "/redis-server";
      if (access(file.c_str(), X_OK) == 0) {
        return file;
      }
    }
    return {};
  }

  bool start() {
    std::vector<std::string> words{program(), "--port", std::to_string(port_), "--bind", "127.0.0.1",
                                   "--save",  "",       "--appendonly",        "no"};
    words.insert(words.end(), more_.begin(), more_.end());
    std::vector<char*> arguments;
    for (auto& each : words) {
      arguments.push_back(each.data());
    }
    arguments.push_back(nullptr);
    const auto parent = getpid();
    process_ = fork();
    if (process_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != parent) {
        _exit(126);
      }
      const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
      dup2(nowhere, 0);
      dup2(nowhere, 1);
      dup2(nowhere, 2);
      execv(arguments[0], arguments.data());
      _exit(127);
    }
    for (;;) {
      if (process_ < 0 || waitpid(process_, nullptr, WNOHANG) == process_) {
        process_ = -1;
        return false;
      }
      if (detail::answers(port_)) {
        return true;
      }
      poll(nullptr, 0, 1);
    }
  }

  std::vector<std::string> more_;
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
};

/// What a fake server does when something has come.
struct told {
  std::string bytes = {};
  bool closes = false;  ///< after the bytes
  bool drips = false;   ///< a byte a millisecond
};

/// A server of which each connection says what `script` gives, which is called with the number of the connection and
/// with what has come on it at once.
class fake_server {
 public:
  using script_type = std::function<told(int, std::string_view)>;

  explicit fake_server(script_type script) : script_(std::move(script)), socket_(detail::bound_socket()) {
    listen(socket_, 16);
    static_cast<void>(pipe2(wake_.data(), O_CLOEXEC));
    thread_ = std::thread([this] { run(); });
  }
  fake_server(const fake_server&) = delete;
  fake_server& operator=(const fake_server&) = delete;
  ~fake_server() {
    static_cast<void>(write(wake_[1], "x", 1));
    thread_.join();
    close(socket_);
    close(wake_[0]);
    close(wake_[1]);
  }

  [[nodiscard]] std::uint16_t port() const { return detail::port_of(socket_); }
  [[nodiscard]] int connections() const noexcept { return connections_.load(); }

 private:
  struct client {
    int socket;
    int number;
    std::string drip = {};
    bool is_open = true;
  };

  void run() {
    std::vector<client> clients;
    for (;;) {
      std::vector<pollfd> polled{{wake_[0], POLLIN, 0}, {socket_, POLLIN, 0}};
      bool drips = false;
      for (const auto& each : clients) {
        polled.push_back({each.socket, POLLIN, 0});
        drips = drips || !each.drip.empty();
      }
      poll(polled.data(), polled.size(), drips ? 1 : -1);
      if (polled[0].revents != 0) {
        break;
      }
      for (std::size_t i = 0; i < clients.size(); ++i) {
        serve(clients[i], polled[i + 2].revents != 0);
      }
      std::erase_if(clients, [](const client& each) { return !each.is_open; });
      if (polled[1].revents != 0) {
        clients.push_back({accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC), connections_++});
      }
    }
    for (const auto& each : clients) {
      close(each.socket);
    }
  }

  void serve(client& each, bool has_come) {
    if (!each.drip.empty()) {
      each.is_open = send(each.socket, each.drip.data(), 1, MSG_NOSIGNAL) == 1;
      each.drip.erase(0, 1);
    }
    if (has_come && each.is_open) {
      std::array<char, 65536> buffer{};
      const auto count = recv(each.socket, buffer.data(), buffer.size(), 0);
      each.is_open = count > 0;
      if (each.is_open) {
        auto answer = script_(each.number, std::string_view(buffer.data(), static_cast<std::size_t>(count)));
        if (answer.drips) {
          each.drip += answer.bytes;
        } else if (!answer.bytes.empty()) {
          send(each.socket, answer.bytes.data(), answer.bytes.size(), MSG_NOSIGNAL);
        }
        each.is_open = !answer.closes;
      }
    }
    if (!each.is_open) {
      close(each.socket);
    }
  }

  script_type script_;
  int socket_;
  std::array<int, 2> wake_{};
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

}  // namespace patterns_test
