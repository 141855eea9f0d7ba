#!/usr/bin/env node
/**
 * What a package is made of, as CycloneDX 1.5: `sbom.mjs server` or `sbom.mjs kiosk`, on the standard output. Every crate that ends
 * up in the binaries, with the checksum that Cargo.lock holds it to, and for the server every npm package of the console. The
 * same sources give the same bytes: it bears no date and no number of its own.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const PACKAGES = { server: ['guichet'], kiosk: ['guichet-kiosk', 'guichet-kiosk-gate'] };
const TARGET = 'x86_64-unknown-linux-gnu';

const kind = process.argv[2];
const names = PACKAGES[kind];
if (!names) {
  console.error(`sbom.mjs knows ${Object.keys(PACKAGES).map((known) => `\`${known}\``).join(' and ')}, not \`${kind ?? ''}\`.`);
  process.exit(1);
}

const ask = (program, ...args) => execFileSync(program, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 });
const crates = cratesOf(names);
const own = crates.find(({ name }) => name === names[0]);
const components = [...crates.filter(({ name }) => name !== names[0]).map(crate), ...(kind === 'server' ? consoleOf() : [])];
components.sort((one, other) => (one['bom-ref'] < other['bom-ref'] ? -1 : 1));
const version = process.env.GUICHET_VERSION || own.version;
const component = { type: 'application', 'bom-ref': 'guichet', name: kind === 'server' ? 'guichet' : 'guichet-kiosk', version, licenses: licences(own.license) };
process.stdout.write(`${JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, metadata: { component }, components }, null, 1)}\n`);

/** The crates that these are linked with or built by, and only with the features that they ask for. */
function cratesOf(roots) {
  const { packages } = JSON.parse(ask('cargo', 'metadata', '--locked', '--format-version', '1', '--filter-platform', TARGET));
  const known = new Map(packages.map((found) => [`${found.name} ${found.version}`, found]));
  const chosen = roots.flatMap((name) => ['--package', name]);
  const tree = ask('cargo', 'tree', '--locked', ...chosen, '--edges', 'normal,build', '--target', TARGET, '--prefix', 'none', '--format', '{p}');
  const names = tree.split('\n').map((line) => /^(\S+) v(\S+)/.exec(line)).filter(Boolean).map(([, name, version]) => `${name} ${version}`);
  return [...new Set(names)].map((name) => known.get(name));
}

function crate({ name, version, license, source, repository }) {
  const purl = `pkg:cargo/${name}@${encodeURIComponent(version)}`;
  const hash = source && checksums().get(`${name} ${version}`);
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    licenses: licences(license),
    ...(hash && { hashes: [{ alg: 'SHA-256', content: hash }] }),
    ...(repository && { externalReferences: [{ type: 'vcs', url: repository }] }),
  };
}

/** What Cargo.lock holds each crate to. */
function checksums() {
  checksums.known ??= new Map(
    [...readFileSync(path.join(ROOT, 'Cargo.lock'), 'utf8').matchAll(/name = "(.*)"\nversion = "(.*)"\nsource = .*\nchecksum = "(.*)"/g)].map(
      ([, name, version, checksum]) => [`${name} ${version}`, checksum],
    ),
  );
  return checksums.known;
}

/** The console's packages, from its lock file; what only its tests and its build need is not in it. */
function consoleOf() {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'web/package-lock.json'), 'utf8'));
  const shipped = Object.entries(packages).filter(([where, { dev }]) => where && !dev);
  const found = new Map(shipped.map(([where, known]) => [npm(where, known).purl, npm(where, known)]));
  return [...found.values()];
}

function npm(where, { name = where.slice(where.lastIndexOf('node_modules/') + 13), version, license, integrity }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const [algorithm, digest] = (integrity ?? '').split('-');
  const hashes = algorithm === 'sha512' ? [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] : undefined;
  return { type: 'library', 'bom-ref': purl, name, version, purl, licenses: licences(license), ...(hashes && { hashes }) };
}

/** As SPDX writes it: older crates have a stroke for “or”. */
function licences(expression) {
  return expression ? [{ expression: expression.replaceAll(/\s*\/\s*/g, ' OR ') }] : [];
}
