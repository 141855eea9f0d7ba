import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** What a browser has to load before the room plan is there, compressed. */
const BUDGET = 270_000;
/** Smaller files are not worth a second copy. */
const WORTH = 600;
const PACKED = /\.(js|css|html|svg|json|webmanifest)$/;
/** Asks the server who is there, before anything else. */
const OPENING = 'src/main.tsx';

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk;

const chunkOf = (bundle: Bundle, file: string) => {
  const found = bundle[file];
  return found?.type === 'chunk' ? found : undefined;
};

/** The chunk and all that it imports, each once. */
function closure(bundle: Bundle, roots: Chunk[]): Chunk[] {
  const found = new Set<Chunk>();
  const visit = (chunk: Chunk | undefined) => {
    if (!chunk || found.has(chunk)) return;
    found.add(chunk);
    chunk.imports.forEach((file) => visit(chunkOf(bundle, file)));
  };
  roots.forEach(visit);
  return [...found];
}

const pack = (text: string | Uint8Array) =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
const size = (chunks: Chunk[]) => chunks.reduce((sum, { code }) => sum + pack(code).length, 0);

/** The page and the first screens, as the configuration names them. */
const entries = (bundle: Bundle) =>
  Object.values(bundle).filter((output): output is Chunk => output.type === 'chunk' && output.isEntry);

/**
 * What makes a release of the console: the first screens are asked for early, the first load is not allowed
 * to grow, files are compressed once for all, and a service worker knows them all.
 */
export function release(): Plugin {
  let folder = 'dist';
  let template = '';
  return {
    name: 'guichet-release',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      folder = path.resolve(config.root, config.build.outDir);
      template = path.resolve(config.root, 'build/worker.js');
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!bundle) return html;
        const early = closure(bundle, entries(bundle));
        const opening = early.find(({ modules }) => Object.keys(modules).some((id) => id.endsWith(`/${OPENING}`)));
        if (!opening) throw new Error(`no chunk holds ${OPENING}`);
        // Run before the opening's first question to the server is sent, the screens' code would hold it up.
        const page = html.replace(/ *<script type="module"[^>]* src="([^"]+)"><\/script>\n/g, (script, file) =>
          file === `/${opening.fileName}` ? script : '',
        );
        const tags = early
          .filter((chunk) => chunk !== opening && !chunk.facadeModuleId?.endsWith('.html'))
          .map(({ fileName }) => `/${fileName}`)
          .map((href) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href }, injectTo: 'head' as const }));
        return { html: page, tags };
      },
    },
    generateBundle(_, bundle) {
      const first = size(closure(bundle, entries(bundle)));
      this.info(`first load, with the room plan: ${first} B of ${BUDGET} B (brotli)`);
      if (first > BUDGET) this.error(`the first load is ${first} B compressed; at most ${BUDGET} are allowed`);
    },
    async closeBundle() {
      const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter((file) => file.isFile() && !file.name.endsWith('.br'))
        .map((file) => path.relative(folder, path.join(file.parentPath, file.name)))
        .filter((file) => file !== 'sw.js')
        .sort();
      const mark = createHash('sha256');
      for (const file of files) mark.update(file).update(await readFile(path.join(folder, file)));
      const worker = (await readFile(template, 'utf8'))
        .replace('__RELEASE__', mark.digest('hex').slice(0, 12))
        .replace('__FILES__', JSON.stringify(files.map((file) => `/${file}`)));
      await writeFile(path.join(folder, 'sw.js'), worker);
      for (const file of [...files, 'sw.js'].filter((name) => PACKED.test(name))) {
        const text = await readFile(path.join(folder, file));
        if (text.length > WORTH) await writeFile(path.join(folder, `${file}.br`), pack(text));
      }
    },
  };
}
