"""How large the files of a letter's folder may be, in bytes. What is larger stands there by mistake, or by malice.

An issue's own limit is a setting, :class:`cenum.settings.Budget`.
"""

SETTINGS = 64_000  # twenty times as long as a usual one
TEMPLATE = 256_000
WORDS = 1_000_000  # a hundred thousand words
CONTACTS = 10_000_000  # some two hundred thousand readers
RECORD = 5_000_000  # of a step that found ten thousand mistakes
