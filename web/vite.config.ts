import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const ALWAYS = ['/icon.svg', '/manifest.webmanifest'];

/** Writes sw.js: its text names every built file and a hash of them, so a changed build is a changed worker. */
const serviceWorker = (): Plugin => ({
  name: 'service-worker',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    const files = Object.keys(bundle).filter((f) => /\.(js|css|woff2|html)$/.test(f)).sort();
    const hash = createHash('sha256');
    for (const file of files) {
      const built = bundle[file]!;
      hash.update(file).update(built.type === 'chunk' ? built.code : built.source);
    }
    const assets = files.filter((f) => f !== 'index.html').map((f) => `/${f}`);
    this.emitFile({
      type: 'asset',
      fileName: 'sw.js',
      source: readFileSync('src/sw.js', 'utf8')
        .replace('__VERSION__', hash.digest('hex').slice(0, 12))
        .replace('__FILES__', JSON.stringify(['/', ...assets, ...ALWAYS])),
    });
  },
});

export default defineConfig({
  plugins: [react(), serviceWorker()],
  build: { target: ['chrome92', 'safari15.4'], reportCompressedSize: true },
  server: { proxy: { '/api': process.env.LIENTHONG_API ?? 'http://127.0.0.1:8080' } },
});
