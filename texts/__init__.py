"""What people read, in Russian and English, from Fluent catalogues with real plurals."""

from texts.catalogue import LANGUAGES, Language, language_of, text

__all__ = ["LANGUAGES", "Language", "language_of", "text"]
