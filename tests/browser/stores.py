"""What lies in the databases of a browser: read as it is, and with rows of ours put in first."""

import json
import time

from playwright.sync_api import Page

from tests.browser.portal import PATIENCE

WITH_STORES = """async (work) => {
    const found = (await indexedDB.databases()).map(({name}) => name).filter(name => name.startsWith('lienthong-'));
    const opened = name => new Promise((done, failed) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
    });
    const asked = request => new Promise(done => { request.onsuccess = () => done(request.result); });
    const result = {};
    for (const name of found) {
        const db = await opened(name);
        result[name] = {};
        for (const store of db.objectStoreNames) {
            const table = db.transaction(store, 'readwrite').objectStore(store);
            for (const row of work?.[store] ?? []) await asked(table.put(row));
            const rows = await asked(table.getAll());
            if (rows.length) result[name][store] = rows;
        }
        db.close();
    }
    return result;
}"""


def holds(page: Page, text: str) -> None:
    """Wait until the device holds what was written: a moment after the key, and no person reloads within it."""
    until = time.monotonic() + PATIENCE / 1000
    while text not in json.dumps(page.evaluate(WITH_STORES), ensure_ascii=False):
        assert time.monotonic() < until, f"not kept: {text}"
        page.wait_for_timeout(100)
