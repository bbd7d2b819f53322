// Lets `node --test` read our TypeScript and JSON on every Node that the portal supports.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const resolve = (name, context, next) =>
  next(/^\.{1,2}\/.*(?<!\.\w{2,4})$/.test(name) ? `${name}.ts` : name, context);

export const load = (url, context, next) => {
  if (url.endsWith('.json')) return { format: 'module', shortCircuit: true, source: `export default ${readFileSync(fileURLToPath(url), 'utf8')}` };
  if (!url.endsWith('.ts')) return next(url, context);
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const source = ts.transpile(readFileSync(fileURLToPath(url), 'utf8'), options);
  return { format: 'module', shortCircuit: true, source };
};

if (!process.env.TYPESCRIPT_LOADER) {
  process.env.TYPESCRIPT_LOADER = '1';
  register(import.meta.url);
}
