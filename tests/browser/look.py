"""What a screen must hold whatever is on it: no accessibility fault, big targets, big letters, no sideways scroll."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TARGET = 56
LETTERS = 16

_AXE_RUN = """tags => axe.run(document, {runOnly: tags}).then(result => result.violations.map(
    rule => `${rule.id}: ${rule.nodes.map(node => node.target.join(' ')).join(' | ')}`))"""

_SMALL_TARGETS = """least => [...document.querySelectorAll('a, button, input, select, textarea')].flatMap(one => {
    const inLabel = one.closest('label');
    const box = (inLabel ?? one).getBoundingClientRect();
    const shown = one.checkVisibility({visibilityProperty: true}) && box.width > 0 && box.bottom > 0;
    return shown && box.height < least - 0.5 ? [`${one.tagName} ${box.height} px: ${one.textContent || one.name}`] : [];
})"""

_SMALL_LETTERS = """least => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
        const {parentElement, textContent} = walker.currentNode;
        const size = parseFloat(getComputedStyle(parentElement).fontSize);
        if (textContent.trim() && size < least) found.push(`${size} px: ${textContent}`);
    }
    return found;
}"""

_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Page) -> list[str]:
    """All that is wrong with the screen as it stands, in words."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(_AXE_RUN, RULES)
    found += _named("target too small", page.evaluate(_SMALL_TARGETS, TARGET))
    found += _named("letters too small", page.evaluate(_SMALL_LETTERS, LETTERS))
    sideways = page.evaluate(_SIDEWAYS)
    return found + ([f"scrolls {sideways} px sideways"] if sideways > 0 else [])


def _named(what: str, found: list[Any]) -> list[str]:
    return [f"{what}: {one}" for one in found]
