"""What a worker process is asked. The libraries are loaded there and nowhere else."""

from __future__ import annotations

from cogs.buddies.problem import Problem, Result


def pair_up(problem: Problem) -> Result:
    from cogs.buddies.matching.match import match

    return match(problem)
