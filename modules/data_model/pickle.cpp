module patterns.data_model;

import std;
import patterns.meta;

namespace patterns::data_model {

pickle_error::pickle_error(std::size_t offset, const std::string& problem)
    : std::runtime_error(std::format("pickle, byte {}: {}", offset, problem)), offset_(offset) {}

namespace detail {

void address_table::grow() {
  std::vector<slot> old(std::max<std::size_t>(slots_.size() * 2, 64));
  old.swap(slots_);
  size_ = 0;
  for (const slot& entry : old) {
    if (entry.address != nullptr) {
      insert(entry.address, entry.type, entry.index);
    }
  }
}

void refuse_depth(std::size_t most, std::size_t offset) {
  throw pickle_error(offset, std::format("records are nested more than {} deep", most));
}

void refuse_valueless(std::size_t offset) {
  throw pickle_error(offset, "a variant that is valueless by exception has no value to be written");
}

std::byte* write_pickle_header(std::string_view type, std::uint64_t fingerprint, std::byte* out) noexcept {
  std::memcpy(out, pickle_magic.data(), pickle_magic.size());
  out += pickle_magic.size();
  *out++ = pickle_version;
  write_little_endian(out, fingerprint);
  out += sizeof(fingerprint);
  *out++ = static_cast<std::byte>(type.size());
  std::memcpy(out, type.data(), type.size());
  return out + type.size();
}

pickle_writer::pickle_writer(std::string_view type, std::uint64_t fingerprint, std::size_t max_depth)
    : bytes_(256 + pickle_header_size + type.size()),
      next_(write_pickle_header(type, fingerprint, bytes_.data())),
      end_(bytes_.data() + bytes_.size()),
      outermost_{0, max_depth} {}

void pickle_writer::grow(std::size_t size) {
  const std::size_t used = length();
  bytes_.resize(std::max(bytes_.size() * 2, used + size));
  next_ = bytes_.data() + used;
  end_ = bytes_.data() + bytes_.size();
}

void pickle_source::refuse(const std::byte* at, const std::string& problem) const {
  throw pickle_error(offset(at), problem);
}

void pickle_source::refuse_size(std::size_t size, const std::byte* at) const {
  refuse(at, std::format("{} bytes are missing of the {} that follow, for {} are left", size - unread(at), size,
                         unread(at)));
}

void pickle_source::refuse_count(std::uint64_t count, std::size_t smallest, std::size_t left,
                                 const std::byte* at) const {
  refuse(at, std::format("{} elements of at least {} bytes each cannot be in the {} bytes left for them", count,
                         smallest, left));
}

void pickle_source::refuse_flag(const std::byte* at, std::string_view what) const {
  refuse(at, std::format("{} is {}, not 0 or 1", what, static_cast<unsigned>(*at)));
}

void pickle_source::refuse_index(std::uint64_t index, std::size_t alternatives, const std::byte* at) const {
  refuse(at, std::format("a variant of {} alternatives has none at {}", alternatives, index));
}

pickle_source::long_size pickle_source::read_long_size(const std::byte* next) const {
  const std::byte* const begin = next;
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    need(1, next);
    const auto byte = static_cast<std::uint64_t>(*next++);
    if (shift == 63 && byte > 1) {
      break;
    }
    number |= (byte & 0x7F) << shift;
    if (byte < 0x80) {
      return {number, next};
    }
  }
  refuse(begin, "a number of more than 64 bits");
}

const std::byte* pickle_source::read_header(std::string_view type, std::uint64_t fingerprint) const {
  const std::byte* next = begin_;
  need(pickle_magic.size(), next);
  if (std::memcmp(next, pickle_magic.data(), pickle_magic.size()) != 0) {
    refuse(next, "this is no pickle: it does not begin as one");
  }
  next += pickle_magic.size();
  need(1, next);
  if (*next != pickle_version) {
    refuse(next, std::format("version {} of the format is unknown; known is {}", static_cast<unsigned>(*next),
                             static_cast<unsigned>(pickle_version)));
  }
  const std::byte* const at = ++next;
  need(sizeof(fingerprint), next);
  const auto held_fingerprint = read_little_endian<std::uint64_t>(next);
  next += sizeof(fingerprint);
  need(1, next);
  const auto size = static_cast<std::size_t>(*next++);
  need(size, next);
  if (size != type.size() || std::memcmp(next, type.data(), size) != 0) {
    const std::string held(reinterpret_cast<const char*>(next), size);
    refuse(at, std::format("holds a value of type {}, not of {}", meta::repr(held), meta::repr(type)));
  }
  if (held_fingerprint != fingerprint) {
    refuse(at, std::format("holds a value of another {}, one whose fields have other names or types than this one",
                           meta::repr(type)));
  }
  return next + size;
}

void pickle_objects::wait(void* address, const pointee_reading& reading) {
  waiting_.push_back({address, &reading});
  promised_ += reading.smallest;
}

void pickle_objects::share(std::shared_ptr<void> object, const pointee_reading& reading) {
  shared_.push_back({std::move(object), &reading, false});
}

const std::byte* pickle_objects::fill_all(pickle_reader& reader, const std::byte* next) {
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    const waiting todo = waiting_[i];
    promised_ -= todo.reading->smallest;
    next = todo.reading->fill(reader, todo.address, next);
  }
  return next;
}

pickle_objects::~pickle_objects() {
  // From the end: no destructor meets a list, and no cycle is left.
  for (auto todo = waiting_.rbegin(); todo != waiting_.rend(); ++todo) {
    todo->reading->clear(todo->address);
  }
}

void pickle_reader::finish(const std::byte* next) {
  next = objects_.fill_all(*this, next);
  if (const std::size_t left = source_.unread(next); left != 0) {
    source_.refuse(next, std::format("{} bytes too many follow the value", left));
  }
  objects_.keep();
}

void pickle_reader::refuse_form(const std::byte* at, std::string_view type) const {
  std::string reason = "with something that is no std::exception";
  try {
    throw;
  } catch (const std::exception& error) {
    reason = error.what();
  } catch (...) {
    // That is what is said of it.
  }
  std::throw_with_nested(
      pickle_error(source_.offset(at), std::format("{} refuses what it is to be made of: {}", type, reason)));
}

void pickle_reader::refuse_number(std::uint64_t number, const std::byte* at) const {
  source_.refuse(
      at, std::format("object {} is the next to come, and {} is not known", objects_.count_shared() + 1, number));
}

void pickle_reader::refuse_type(std::uint64_t number, std::string_view type, const std::byte* at) const {
  source_.refuse(at, std::format("object {} is no {}", number, type));
}

}  // namespace detail

}  // namespace patterns::data_model
