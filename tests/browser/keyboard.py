"""An officer who works without a mouse: every key that is pressed is counted, letters of a text are not."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.portal import PATIENCE


@dataclass
class Keyboard:
    """The keys of one page."""

    page: Page
    strokes: int = 0

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def type(self, text: str) -> None:
        """A text into the field that has the focus."""
        self.page.keyboard.type(text)

    def opened(self, text: str) -> None:
        """Wait until the petition of this text is the one that is shown, with the focus on its heading."""
        expect(self.page.locator(".petition-title")).to_contain_text(text[:40], timeout=PATIENCE)
        expect(self.page.locator(".petition-title")).to_be_focused(timeout=PATIENCE)

    def asked(self) -> None:
        """Wait for the question before a step that cannot be taken back."""
        expect(self.page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)
