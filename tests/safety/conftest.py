from tests.cogs.conftest import stage
from tests.safety.watching import watch

__all__ = ["stage", "watch"]
