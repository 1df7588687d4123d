import std;
import patterns;
import patterns.async.io;

using namespace patterns::async;
using patterns::caching::limited_fetcher;

// As much of HTTP/1.1 as the page needs: a start line, headers, and a body as long as Content-Length says.
struct http_message {
  std::string start_line;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

std::string lower(std::string text) {
  for (auto& each : text) {
    if ('A' <= each && each <= 'Z') {
      each = static_cast<char>(each - 'A' + 'a');
    }
  }
  return text;
}

http_message parse_head(std::string_view head) {
  http_message parsed;
  for (const auto line : std::views::split(head, std::string_view("\r\n"))) {
    const std::string text(line.begin(), line.end());
    const auto colon = text.find(':');
    if (parsed.start_line.empty()) {
      parsed.start_line = text;
    } else if (colon != std::string::npos) {
      const auto value = text.find_first_not_of(' ', colon + 1);
      parsed.headers[lower(text.substr(0, colon))] = value == std::string::npos ? "" : text.substr(value);
    }
  }
  return parsed;
}

task<http_message> receive(tcp_stream& from) {
  std::string received;
  std::array<std::byte, 512> buffer{};
  const auto more = [&]() -> task<> {
    const auto count = co_await from.read_some(buffer);
    if (count == 0) {
      throw std::runtime_error("the connection ended in the middle of a message");
    }
    received.append(reinterpret_cast<const char*>(buffer.data()), count);
  };
  auto end = std::string::npos;
  while ((end = received.find("\r\n\r\n")) == std::string::npos) {
    co_await more();
  }
  auto message = parse_head(std::string_view(received).substr(0, end));
  const auto length = message.headers.contains("content-length") ? std::stoul(message.headers["content-length"]) : 0;
  while (received.size() < end + 4 + length) {
    co_await more();
  }
  message.body = received.substr(end + 4, length);
  co_return message;
}

task<> send(tcp_stream& to, std::string start_line, std::string body) {
  const auto text =
      std::format("{}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", start_line, body.size(), body);
  co_await to.write(std::as_bytes(std::span(text)));
}

// #region page
// A crawler reads the pages of a small server, which asks for no more than three connections at once. One page is
// missing, and one crashes the server's handler: that is the business of these two.
struct server {
  std::map<std::string, std::string> pages;
  int connections = 0;
  int most_connections = 0;
  async_latch three_came{3};  // nobody is served before that, so that the crawler has to show its limit

  task<> serve(tcp_stream client) {
    most_connections = std::max(most_connections, ++connections);
    if (!three_came.try_wait()) {
      co_await three_came.arrive_and_wait();
    }
    const auto request = co_await receive(client);
    const auto path = request.start_line.substr(4, request.start_line.rfind(' ') - 4);  // GET <path> HTTP/1.1
    --connections;
    if (path == "/crash") {
      co_return;  // closes the connection
    }
    if (const auto found = pages.find(path); found != pages.end()) {
      co_await send(client, "HTTP/1.1 200 OK", found->second);
    } else {
      co_await send(client, "HTTP/1.1 404 Not Found", "");
    }
  }

  task<> run(tcp_listener& listener, task_group& handlers) {
    for (;;) {
      auto client = co_await listener.accept();
      handlers.spawn(serve(std::move(client)));
    }
  }
};

task<std::string> get(io_loop& loop, std::uint16_t port, std::string path) {
  auto connection = co_await tcp_connect(loop, "127.0.0.1", port);
  co_await send(connection, std::format("GET {} HTTP/1.1", path), "");
  const auto answer = co_await receive(connection);
  if (answer.start_line != "HTTP/1.1 200 OK") {
    throw std::runtime_error(answer.start_line);
  }
  co_return answer.body;
}

int main() {
  io_loop loop;
  tcp_listener listener(loop, "127.0.0.1", 0);
  server site{{{"/", "home"}, {"/news", "rain tomorrow"}, {"/sports", "2-1"}, {"/weather", "rain"}, {"/about", "us"}}};

  const auto port = listener.local_endpoint().port;
  limited_fetcher<std::string, std::string> crawler(3, [&](const std::string& path) { return get(loop, port, path); });

  loop.run_until_complete(with_task_group([&](task_group& group) -> task<> {
    group.spawn(site.run(listener, group));
    const std::vector<std::string> paths{"/", "/news", "/crash", "/sports", "/nothing", "/weather", "/about"};
    const auto outcomes = co_await crawler.fetch_all(paths);
    for (std::size_t i = 0; i < paths.size(); ++i) {
      std::cout << std::format("{:<8} {}\n", paths[i], outcomes[i] ? outcomes[i].value() : outcomes[i].message());
    }
    group.request_stop();  // the server waits for connections no longer
  }));
  // /        home
  // /news    rain tomorrow
  // /crash   the connection ended in the middle of a message
  // /sports  2-1
  // /nothing HTTP/1.1 404 Not Found
  // /weather rain
  // /about   us
  std::cout << std::format("{} connections at most\n", site.most_connections);  // 3 connections at most
}
// #endregion
