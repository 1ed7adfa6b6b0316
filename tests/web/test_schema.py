"""Whatever a client makes of the OpenAPI description, the server has an answer: no 5xx."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema

from app.web.access import Access
from app.web.place import Place
from tests.web.conftest import serving


@pytest.fixture(scope="module")
def described(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    """The API over a copy of the archive, which the calls may write to."""
    folder = tmp_path_factory.mktemp("described")
    store = Path(place.index.removeprefix("sqlite:"))
    for path in store.parent.glob(f"{store.name}*"):
        shutil.copy(path, folder)
    copied = replace(place, index=f"sqlite:{folder / store.name}", data_folder=folder)
    with serving(copied, Access(hosts=frozenset({"127.0.0.1"}))) as address:
        yield schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")


def test_no_call_breaks_the_server(described: BaseSchema) -> None:
    found = list(described.get_all_operations())
    operations = [one.ok() for one in found if isinstance(one, Ok)]
    assert len(operations) == len(found)
    assert len(operations) > 10
    for operation in operations:

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(checks=[not_a_server_error])

        ask()
