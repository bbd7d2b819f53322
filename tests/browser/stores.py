"""What lies in the databases of a browser: read as it is, and with rows of ours put in first."""

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
