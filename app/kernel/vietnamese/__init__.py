"""The Vietnamese language: letters, order, search, names, dates, money, editions, telephones."""
