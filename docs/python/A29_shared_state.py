class Settings:
    _state = {"volume": 5, "language": "en"}

    def __init__(self):
        self.__dict__ = self._state

class Player:
    def __init__(self):
        self.options = Settings()
    def louder(self):
        self.options.volume += 1  # two threads may lose one step

class Display:
    def __init__(self):
        self.options = Settings()
    def line(self):
        return f"{self.options.language} {self.options.volume}"

sound, screen = Player(), Display()
sound.louder()
print(screen.line())
Settings().volumne = 0  # a slip is one more attribute for all
print(screen.line())
print(len(Settings._state))
