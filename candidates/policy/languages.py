"""Which words a candidate reads their pages in: a language, or the easy variant of Japanese."""

JAPANESE = "ja"
EASY_JAPANESE = "ja-easy"
"""やさしい日本語: short sentences, easy words. For pages alone; messages are in plain Japanese."""


def words_of_pages(language: str, *, easy_words: bool) -> str:
    """The catalogue to read from."""
    return EASY_JAPANESE if easy_words and language == JAPANESE else language


def language_of(words: str) -> tuple[str, bool]:
    """The language to write to somebody in who chose ``words``, and whether they read easy Japanese."""
    return (JAPANESE, True) if words == EASY_JAPANESE else (words, False)


def spoken_language(words: str) -> str:
    """What browsers and screen readers are told: easy Japanese is Japanese."""
    return words.partition("-")[0]
