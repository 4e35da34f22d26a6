"""Arguments that may be given as an option too: what one command calls --month, none may refuse.

Some commands are about one month or one participant and take it by its place; lists and filters take
`--month` and `--participant`. Nobody should have to remember which is which.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["argument_or_option"]

F = TypeVar("F", bound=Callable[..., Any])


def argument_or_option(
    name: str, option: str, *, metavar: str, type: click.ParamType[Any]
) -> Callable[[F], F]:
    """Gives a decorator for a required argument that is understood as an option too.

    Args:
        name: The parameter of the command.
        option: The other way to write it: "--month".
        metavar: How help writes it.
        type: What it is.
    """

    def keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        ctx.meta[option] = value

    def choose(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        other = ctx.meta.get(option)
        if value is not None and other is not None and value != other:
            raise click.UsageError(
                f"{option} and the argument {metavar} say different things. Give one.", ctx
            )
        if value is None and other is None and not ctx.resilient_parsing:
            raise click.MissingParameter(ctx=ctx, param=param)
        return other if value is None else value

    def decorate(function: F) -> F:
        # Eager, so that the option is read before the argument decides.
        as_option = click.option(
            option,
            f"{name}_as_option",
            metavar=metavar,
            type=type,
            callback=keep,
            is_eager=True,
            expose_value=False,
            hidden=True,
        )
        as_argument = click.argument(name, metavar=metavar, type=type, required=False, callback=choose)
        return as_argument(as_option(function))

    return decorate
