"""Render a picture as SVG, from the template `picture.svg`."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from bot.pictures.layout import arrange, count_size, legend, rounded
from plan.picture import Picture


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("bot", "pictures"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["px"] = lambda length: f"{length:.1f}".removesuffix(".0")
    return environment.get_template("picture.svg")


def svg(picture: Picture) -> str:
    shown, layout = arrange(picture)
    values = {"picture": shown, "layout": layout, "legend": legend, "count_size": count_size, "rounded": rounded}
    return _template().render(values).strip()
