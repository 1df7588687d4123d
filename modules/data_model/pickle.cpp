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

void pickle_writer::grow(std::size_t size) {
  const std::size_t used = length();
  bytes_.resize(std::max(bytes_.size() * 2, used + size));
  next_ = bytes_.data() + used;
  end_ = bytes_.data() + bytes_.size();
}

void pickle_writer::write_long_size(std::uint64_t number) {
  while (number >= 0x80) {
    *take(1) = static_cast<std::byte>((number & 0x7F) | 0x80);
    number >>= 7U;
  }
  *take(1) = static_cast<std::byte>(number);
}

void pickle_writer::write_header(std::string_view type, std::uint64_t fingerprint) {
  std::byte* out = take(pickle_magic.size() + 1 + sizeof(fingerprint) + 1 + type.size());
  std::memcpy(out, pickle_magic.data(), pickle_magic.size());
  out += pickle_magic.size();
  *out++ = pickle_version;
  write_little_endian(out, fingerprint);
  out += sizeof(fingerprint);
  *out++ = static_cast<std::byte>(type.size());
  std::memcpy(out, type.data(), type.size());
}

void pickle_writer::refuse_depth() const {
  throw pickle_error(length(), std::format("records are nested more than {} deep", max_depth_));
}

std::vector<std::byte> pickle_writer::finish() && {
  bytes_.resize(length());
  return std::move(bytes_);
}

void pickle_reader::refuse(std::size_t offset, const std::string& problem) const {
  throw pickle_error(offset, problem);
}

void pickle_reader::refuse_size(std::size_t size) const {
  refuse(offset(), std::format("{} bytes are missing of the {} that follow, for {} are left",
                               size - static_cast<std::size_t>(end_ - next_), size, end_ - next_));
}

void pickle_reader::refuse_flag(std::size_t offset, std::byte found, std::string_view what) const {
  refuse(offset, std::format("{} is {}, not 0 or 1", what, static_cast<unsigned>(found)));
}

std::uint64_t pickle_reader::read_long_size() {
  const std::size_t begin = offset();
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<std::uint64_t>(*take(1));
    if (shift == 63 && byte > 1) {
      break;
    }
    number |= (byte & 0x7F) << shift;
    if (byte < 0x80) {
      return number;
    }
  }
  refuse(begin, "a number of more than 64 bits");
}

void pickle_reader::read_header(std::string_view type, std::uint64_t fingerprint) {
  const std::byte* magic = take(pickle_magic.size());
  if (std::memcmp(magic, pickle_magic.data(), pickle_magic.size()) != 0) {
    refuse(0, "this is no pickle: it does not begin as one");
  }
  const std::size_t version_at = offset();
  if (const std::byte version = *take(1); version != pickle_version) {
    refuse(version_at, std::format("version {} of the format is unknown; known is {}", static_cast<unsigned>(version),
                                   static_cast<unsigned>(pickle_version)));
  }
  const std::size_t type_at = offset();
  const std::byte* held_fingerprint = take(sizeof(fingerprint));
  const auto size = static_cast<std::size_t>(*take(1));
  std::string held(size, '\0');
  std::memcpy(held.data(), take(size), size);
  if (held != type) {
    refuse(type_at, std::format("holds a value of type {}, not of {}", meta::repr(held), meta::repr(type)));
  }
  if (read_little_endian<std::uint64_t>(held_fingerprint) != fingerprint) {
    refuse(type_at, std::format("holds a value of another {}, one whose fields have other names or types than this one",
                                meta::repr(type)));
  }
}

std::size_t pickle_reader::claim(std::uint64_t count, std::size_t smallest, std::size_t at) {
  const auto unread = static_cast<std::size_t>(end_ - next_);
  // An element that took more than was promised to it has taken it from the others: they are already missing.
  const std::size_t left = unread - std::min(unread, promised_);
  if (count > left / smallest) {
    refuse(at, std::format("{} elements of at least {} bytes each cannot be in the {} bytes left for them", count,
                           smallest, left));
  }
  promised_ += static_cast<std::size_t>(count) * smallest;
  return static_cast<std::size_t>(count);
}

void pickle_reader::read_pointees() {
  for (std::size_t i = 0; i < work_.size(); ++i) {
    const pointee todo = work_[i];
    promised_ -= todo.operations->smallest;
    todo.operations->fill(*this, todo.address);
  }
}

void pickle_reader::finish() {
  read_pointees();
  if (next_ != end_) {
    refuse(offset(), std::format("{} bytes too many follow the value", end_ - next_));
  }
  work_.clear();
}

pickle_reader::~pickle_reader() {
  // Whatever has been read is let go from its end: no destructor meets a list, and no cycle is left.
  for (auto todo = work_.rbegin(); todo != work_.rend(); ++todo) {
    todo->operations->clear(todo->address);
  }
}

}  // namespace detail

}  // namespace patterns::data_model
