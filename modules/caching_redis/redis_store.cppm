/// @file
/// C20 · redis_store: what several machines share, kept by a server that speaks the Redis protocol.
export module patterns.caching.redis:redis_store;

import std;
import patterns.caching;
import patterns.data_model;
import :redis_client;
import :redis_options;

namespace patterns::caching::detail {

template <class Key>
concept redis_key = std::same_as<Key, std::string> || data_model::picklable<Key>;

template <class T>
concept redis_duration =
    requires { typename T::period; } && std::same_as<T, std::chrono::duration<typename T::rep, typename T::period>>;

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// A cache_store whose values a server keeps, for all who use the same server, database and prefix.
///
/// A key's name at the server is the prefix and then, if keys are strings, the key, so that programs without this
/// library find it; any other key is pickled, and so is every value. What is there but is no pickle of a value is a
/// miss, and counted: programs of which each stores another type under the same prefix do not harm each other.
///
/// A time to live is the server's (PX): it is counted there, in milliseconds rounded up, and saturates at some thousand
/// years. One of 0 or less keeps nothing, and takes out what was there. When the server itself evicts is its own
/// configuration.
///
/// Nothing is waited for without limit, see redis_options; the first connection is made by the first command. What
/// fails throws redis_error. A write that fails by a timeout or a lost connection may have been done or not; what must
/// not be out of date after that is put again or has a time to live. A read, a put, and what only asks is given once
/// more if the server closed the connection while it was idle, as it does when it is started anew.
///
/// @tparam Key    std::string, or what is picklable
/// @tparam Value  see data_model::picklable
///
/// Thread-safety: every member may be called at any time by any thread. As many commands are under way at once as there
/// are connections; others wait.
/// Complexity: one trip to the server for a command, and for each batch of get_many and put_many.
/// Exceptions: redis_error; data_model::pickle_error for a key or value that is nested too deeply.
/// Source: row C20; the Redis backends of Django and dogpile.cache.
template <class Key, data_model::picklable Value>
  requires detail::redis_key<Key>
class redis_store {
 public:
  using key_type = Key;
  using mapped_type = Value;

  /// @throws redis_options_error
  explicit redis_store(redis_options options) : client_(std::move(options)) {}

  redis_store(const redis_store&) = delete;
  redis_store& operator=(const redis_store&) = delete;

  /// The value of `key`, if there is one.
  [[nodiscard]] std::optional<Value> get(const Key& key) {
    const auto found = client_.get(name_of(key));
    return found ? value_of(*found) : std::nullopt;
  }

  /// The values of `keys`, in their order.
  template <std::ranges::input_range Keys>
    requires std::convertible_to<std::ranges::range_reference_t<Keys>, const Key&>
  [[nodiscard]] std::vector<std::optional<Value>> get_many(Keys&& keys) {
    std::vector<std::string> names;
    for (const Key& key : keys) {
      names.push_back(name_of(key));
    }
    std::vector<std::optional<Value>> values;
    values.reserve(names.size());
    for (const auto& found : client_.get_many(names)) {
      values.push_back(found ? value_of(*found) : std::nullopt);
    }
    return values;
  }

  /// Keeps `value` under `key`, for as long as the options say; true.
  bool put(const Key& key, const Value& value) {
    return client_.put(name_of(key), detail::as_text(data_model::dumps(value)), usual_time());
  }

  /// Keeps `value` under `key` for `time_to_live`; false if that is over at once.
  template <detail::redis_duration Duration>
  bool put(const Key& key, const Value& value, Duration time_to_live) {
    return client_.put(name_of(key), detail::as_text(data_model::dumps(value)), detail::redis_ttl(time_to_live));
  }

  /// Keeps all `entries`, pairs of key and value, as put does, in fewer trips. They are not kept as one: of those
  /// batches that went before one that fails all are kept.
  template <std::ranges::input_range Entries>
    requires requires(std::ranges::range_reference_t<Entries> entry, void (*take)(const Key&, const Value&)) {
      take(std::get<0>(entry), std::get<1>(entry));
    }
  void put_many(Entries&& entries) {
    client_.put_many(texts_of(entries), usual_time());
  }

  template <std::ranges::input_range Entries, detail::redis_duration Duration>
    requires requires(std::ranges::range_reference_t<Entries> entry, void (*take)(const Key&, const Value&)) {
      take(std::get<0>(entry), std::get<1>(entry));
    }
  void put_many(Entries&& entries, Duration time_to_live) {
    client_.put_many(texts_of(entries), detail::redis_ttl(time_to_live));
  }

  /// Takes out the value of `key`; true if there was something.
  bool erase(const Key& key) { return client_.erase(name_of(key)); }

  /// Whether there is something under `key`, though it may be no value that can be read.
  [[nodiscard]] bool contains(const Key& key) { return client_.contains(name_of(key)); }

  /// Takes out all that begins with the prefix: what was there when it began, and is there still. Goes through all keys
  /// of the database, but keeps the server from others for no longer than a batch of them takes.
  void clear() { client_.clear(); }

  [[nodiscard]] redis_stats stats() const { return client_.stats(); }

  /// How many callers wait for a free connection.
  [[nodiscard]] std::size_t waiting() const { return client_.waiting(); }

 private:
  [[nodiscard]] std::string name_of(const Key& key) const {
    std::string name = client_.options().prefix;
    if constexpr (std::same_as<Key, std::string>) {
      name += key;
    } else {
      name += detail::as_text(data_model::dumps(key));
    }
    return name;
  }

  [[nodiscard]] std::optional<Value> value_of(std::string_view text) {
    try {
      return std::optional<Value>(std::in_place, data_model::loads<Value>(detail::as_pickle(text)));
    } catch (const data_model::pickle_error&) {
      client_.count_unreadable();
      return std::nullopt;
    }
  }

  [[nodiscard]] std::optional<std::chrono::milliseconds> usual_time() const { return client_.options().time_to_live; }

  template <class Entries>
  [[nodiscard]] std::vector<detail::redis_client::entry> texts_of(Entries& entries) const {
    std::vector<detail::redis_client::entry> texts;
    for (auto&& entry : entries) {
      texts.push_back({name_of(std::get<0>(entry)), data_model::dumps(std::get<1>(entry))});
    }
    return texts;
  }

  detail::redis_client client_;
};

}  // namespace patterns::caching
