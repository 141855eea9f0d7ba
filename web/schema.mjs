/** Writes src/api/schema.ts from the server's OpenAPI document; with `--check`, says whether it is up to date. */
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../server/openapi.json', import.meta.url);
const target = new URL('src/api/schema.ts', import.meta.url);

// One door speaks to the server, by path: of the document, the console needs the shapes.
const { openapi, info, components } = JSON.parse(await readFile(source, 'utf8'));
const shapes = { openapi, info, paths: {}, components: { schemas: components.schemas } };
const nodes = await openapiTS(shapes, { enumValues: true, rootTypes: true, silent: true });
const text = `/** Generated from server/openapi.json by \`npm run schema\`; not to be edited. */\n${astToString(nodes)}`;

if (!process.argv.includes('--check')) {
  await writeFile(target, text);
} else if (text !== (await readFile(target, 'utf8'))) {
  console.error('src/api/schema.ts is not what server/openapi.json says any more: run `npm run schema` and commit it');
  process.exitCode = 1;
}
