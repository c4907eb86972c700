"""Comments that silence findings: where each holds, and which of them silence nothing."""

from archlint.suppressions.adding import with_comments
from archlint.suppressions.ledger import Ledger, Use

__all__ = ["Ledger", "Use", "with_comments"]
