"""The Vietnamese language: letters, order, search, names, dates, money, editions, telephones."""

from app.kernel.vietnamese.dates import date_in_words, parse_date, short_date, weekday_name
from app.kernel.vietnamese.editions import edition_label, ordinal_roman
from app.kernel.vietnamese.money import ZeroWord, format_money, money_words, number_words
from app.kernel.vietnamese.names import NameParts, given_name, initials, split_name
from app.kernel.vietnamese.order import person_sort_key, sort_key
from app.kernel.vietnamese.phones import format_phone, normalise_phone
from app.kernel.vietnamese.search import search_fold, slugify
from app.kernel.vietnamese.text import clean_line, clean_text, count_words, nfc

__all__ = [
    "NameParts",
    "ZeroWord",
    "clean_line",
    "clean_text",
    "count_words",
    "date_in_words",
    "edition_label",
    "format_money",
    "format_phone",
    "given_name",
    "initials",
    "money_words",
    "nfc",
    "normalise_phone",
    "number_words",
    "ordinal_roman",
    "parse_date",
    "person_sort_key",
    "search_fold",
    "short_date",
    "slugify",
    "sort_key",
    "split_name",
    "weekday_name",
]
