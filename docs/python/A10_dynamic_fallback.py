class Preferences:
    defaults = {"theme": "light", "zoom": 1.0}

    def __getattr__(self, name):
        if name == "greeting" and "name" in vars(self):
            return "hello, " + self.name
        if name in self.defaults:
            return self.defaults[name]
        raise AttributeError(name)


preferences = Preferences()
preferences.theme = "dark"
preferences.name = "Ada"
print(preferences.theme, preferences.zoom)
print(preferences.greeting)
print(getattr(preferences, "tabs", 4))

del preferences.theme
print(preferences.theme)
try:
    print("=" * preferences.zoom)
except TypeError as error:
    print(error)
