"""A list page as data: what it shows, how it is narrowed and ordered, and what follows from it.

A package declares a `Listing` beside its queries; tabs with their counts, filters, the pager, the
address that keeps them, and files for spreadsheets are the same for all. What is a link, a badge
or a sentence in a cell is a macro of the package. Who may see which rows is a condition that the
caller adds, never a filter.
"""
