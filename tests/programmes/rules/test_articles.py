from __future__ import annotations

from app.programmes.rules.articles import articles_of, blocks_of


def test_text_is_cut_into_paragraphs_and_lists() -> None:
    blocks = blocks_of("Hồ sơ gồm:\n- phiếu;\n- báo cáo.\n\nNộp một bản.")
    assert [(block.is_list, block.lines) for block in blocks] == [
        (False, ("Hồ sơ gồm:",)),
        (True, ("phiếu;", "báo cáo.")),
        (False, ("Nộp một bản.",)),
    ]


def test_articles_on_who_may_enter_are_found_by_their_titles() -> None:
    titles = ["Mục đích", "Đối tượng dự thi", "Điều kiện chung", "Giám khảo"]
    articles = articles_of([{"title": title, "body": "x"} for title in titles])
    assert [article.is_about_entry for article in articles] == [False, True, True, False]
