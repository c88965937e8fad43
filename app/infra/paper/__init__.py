"""Paper: fonts, fitted text, ornaments and codes for PDF pages; knows no award.

ReportLab is spoken to from this package only, so that what a document says (``documents.py``
of the packages above) stays apart from how ink reaches the page.

Lengths are millimetres with the origin at the top left of the sheet and ``y`` growing
downwards, as a designer measures; only font sizes are points.
"""
