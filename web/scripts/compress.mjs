// Beside every script and style sheet of a build, the same as small as it gets: a hall's network carries each byte, the
// machine that builds has the time.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const assets = join(process.argv[2], 'assets');
for (const file of readdirSync(assets))
  if (/\.(js|css)$/.test(file)) writeFileSync(join(assets, `${file}.br`), brotliCompressSync(readFileSync(join(assets, file))));
