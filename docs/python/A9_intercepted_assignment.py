class Plugin:
    def __setattr__(self, name, value):
        if name.startswith("_"):
            raise AttributeError(f"plugin.{name}: is private")
        if isinstance(value, str):
            value = value.rstrip()
        if isinstance(value, int) and value < 0:
            raise ValueError(f"plugin.{name}: is negative")
        super().__setattr__(name, value)


plugin = Plugin()
plugin.title = "Spell checker   "
plugin.priority = 3
print(repr(plugin.title))

for name, value in ("_loaded", True), ("priority", -1):
    try:
        setattr(plugin, name, value)
    except (AttributeError, ValueError) as error:
        print(error)
print(plugin.priority)

vars(plugin)["_loaded"] = True  # passes by __setattr__
print(plugin._loaded)
