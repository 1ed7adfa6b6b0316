"""What follows from the records of a transaction: documents, their rows, links, campaigns."""

import sqlite3

from index.campaign_founding import gather
from index.documents import Changes, regroup
from index.linking import relink
from index.rebuilding import rebuild


def derive(connection: sqlite3.Connection, changes: Changes) -> None:
    """Group the renditions that ``changes`` touched, write their documents, link, gather."""
    regroup(connection, changes)
    rebuild(connection, changes)
    others = relink(connection, changes)
    gather(connection, changes.documents | others, changes.campaigns)
