// Whether a tag may be released: node scripts/release-ready.mjs v1.2.3
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './find-tools.mjs';

/**
 * What counts here of package.json.
 * @typedef {{ version?: string, repository?: unknown, homepage?: unknown, bugs?: unknown }} Pack
 */

/**
 * What keeps a version from being released, a line each.
 * @param {object} facts
 * @param {string} facts.tag as `v1.2.3`
 * @param {Pack} facts.pack
 * @param {string} facts.library `src/version.ts`
 * @param {string} facts.changelog
 * @returns {string[]}
 */
export function faultsOfRelease({ tag, pack, library, changelog }) {
  const { version = '' } = pack;
  const heading = changelog.split('\n').some((line) => line.startsWith(`## [${version}]`));
  return [
    tag === `v${version}` ? '' : `the tag is ${tag}, package.json has ${version}`,
    library.includes(`'voxmetry ${version}'`) ? '' : `src/version.ts is not of ${version}`,
    heading ? '' : `CHANGELOG.md has no heading "## [${version}]"`,
    pack.repository === undefined
      ? 'package.json names no repository, which npm compares with where a package was built, and from which it shows the pictures of README.md'
      : '',
    pack.homepage === undefined ? 'package.json names no homepage' : '',
    pack.bugs === undefined ? 'package.json does not say where to report bugs' : '',
  ].filter(Boolean);
}

if (process.argv[1] === import.meta.filename) {
  /** @param {string} name */
  const read = (name) => readFileSync(join(root, name), 'utf8');
  const faults = faultsOfRelease({
    tag: process.argv[2] ?? '',
    pack: JSON.parse(read('package.json')),
    library: read('src/version.ts'),
    changelog: read('CHANGELOG.md'),
  });
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
