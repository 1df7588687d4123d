import std;
import patterns;

// #region page
using patterns::meta::side_table;
using patterns::meta::side_table_anchor;

// Comes from a library that we cannot change.
struct account {
  std::string holder;
};

// Ours: it says itself when it dies.
struct window : side_table_anchor {
  std::string title;
};

int main() {
  // The fraud department keeps a score for each account, and the account knows nothing of it.
  side_table<account, int> scores;
  auto ada = std::make_shared<account>(account{"Ada"});
  scores.set(ada, 3);
  scores.visit(ada, [](int& score) { score += 4; });
  std::cout << scores.get(ada).value_or(0) << '\n';  // 7

  ada.reset();                                // nothing kept the account alive
  std::cout << scores.size() << " scores\n";  // 0 scores

  side_table<window, std::string> notes;
  {
    const window editor;
    notes.set(editor, "unsaved");
    std::cout << notes.get(editor).value_or("nothing") << '\n';  // unsaved
  }
  std::cout << notes.held() << " notes\n";  // 0 notes: gone with the window
}
// #endregion
