// Puts a fresh build in the place of the one that is being served: first what pages ask for, then the page, and what is
// no longer part of it last, so that at every moment a whole portal is there.
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const [fresh, served] = process.argv.slice(2);
const LAST = ['sw.js', 'index.html'];

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => relative(folder, join(one.parentPath ?? one.path, one.name)));

mkdirSync(served, { recursive: true });
const built = filesOf(fresh).sort((a, b) => LAST.indexOf(a) - LAST.indexOf(b));
for (const file of built) {
  mkdirSync(dirname(join(served, file)), { recursive: true });
  renameSync(join(fresh, file), join(served, file));
}
for (const file of filesOf(served)) if (!built.includes(file)) rmSync(join(served, file));
rmSync(fresh, { recursive: true });
