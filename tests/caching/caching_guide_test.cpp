// What docs/caching.md shows.
#include "googletest.hpp"

import std;
import googletest;
import patterns.caching;

using namespace std::chrono_literals;
using namespace patterns::caching;

namespace {

struct answer {
  std::string text;
};

struct bytes_of {
  std::size_t operator()(const std::string& question, const answer& found) const {
    return question.size() + found.text.size();
  }
};

TEST(C4_caching_guide, keeps_answers_by_weight_for_a_time_loaded_once) {
  int asked = 0;
  const auto ask_server = [&asked](const std::string& question) {
    ++asked;
    return answer{question + "!"};
  };
  // #region bounded
  // A thousand answers, by weight, for a minute each, loaded once however many ask, from whichever thread.
  basic_striped_cache<bounded_cache<std::string, answer, w_tiny_lfu, key_hash<std::string>, std::equal_to<>, bytes_of,
                                    expire_after_write<>>>
      answers(1'000'000, bytes_of{}, expire_after_write(1min));
  const answer found = answers.get_or_load("who?", ask_server);
  // #endregion
  EXPECT_EQ(found.text, "who?!");
  EXPECT_EQ(answers.get_or_load("who?", ask_server).text, "who?!");
  EXPECT_EQ(asked, 1);
}

}  // namespace
