"""Answers as files: a table, a text to share, and lists that other sites import."""

from recsys.answer_files.markdown import answer_markdown
from recsys.answer_files.site_list import Site, SiteList, site_list
from recsys.answer_files.table import COLUMNS, answer_csv

__all__ = ["COLUMNS", "Site", "SiteList", "answer_csv", "answer_markdown", "site_list"]
