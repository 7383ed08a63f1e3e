from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.features.vectorizer import TitleVectorizer
from recsys.importers import Imported, read_titles
from recsys.names import PeopleIndex, person_key
from tests.training.columnar.titles import titles_of
from training.columnar.arrow_text import NotByColumn
from training.columnar.person_keys import person_keys
from training.columnar.reading import can_be_read_by_column, read_columns
from training.columnar.vectorizing import vectorize
