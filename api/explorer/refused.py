"""The form of a list that refused a query: what was typed, and what is wrong beside it."""

from collections.abc import Sequence

from markupsafe import Markup

from api.catalog.resources import CATALOG
from api.explorer import form
from api.explorer.form import Form
from api.problems import Fault

# The path of a list's page → the list.
LISTS = {f"/{resource.name}": resource for resource in CATALOG}


def filled(path: str, query: bytes, faults: Sequence[Fault]) -> Markup | None:
    """Write the form. None if no list has this path, or no parameter is at fault."""
    resource = LISTS.get(path)
    if resource is None or not faults:
        return None
    return form.write(
        Form(resource=resource, action=resource.name, texts=form.texts_typed(query), faults=faults)
    )
