import { expect, it } from 'vitest';
import { faultsOfRelease } from '../../scripts/release-ready.mjs';

const ready = {
  tag: 'v1.2.3',
  pack: {
    version: '1.2.3',
    repository: { url: 'git+https://example.org/a.git' },
    homepage: 'https://example.org/a',
    bugs: 'https://example.org/a/issues',
  },
  library: "export const LIBRARY = 'voxmetry 1.2.3';",
  changelog: '# Changelog\n\n## [1.2.3] - 2027-01-01\n',
};

it('lets a version go whose tag, source, changelog and repository are there', () => {
  expect(faultsOfRelease(ready)).toEqual([]);
});

/** Faults, one at a time, and what is said of each. */
const FAULTS: readonly (readonly [Partial<typeof ready>, RegExp])[] = [
  [{ tag: 'v1.2.4' }, /tag is v1\.2\.4, package\.json has 1\.2\.3/],
  [{ library: "export const LIBRARY = 'voxmetry 1.2.2';" }, /src\/version\.ts/],
  [{ changelog: '## [Unreleased]: 1.2.3\n' }, /CHANGELOG\.md/],
  [{ pack: without('repository') }, /names no repository/],
  [{ pack: without('homepage') }, /names no homepage/],
  [{ pack: without('bugs') }, /report bugs/],
];

/** package.json without a field. */
function without(field: 'repository' | 'homepage' | 'bugs'): typeof ready.pack {
  return Object.fromEntries(
    Object.entries(ready.pack).filter(([name]) => name !== field),
  ) as typeof ready.pack;
}

it.each(FAULTS)('keeps one back for %j', (change, message) => {
  const faults = faultsOfRelease({ ...ready, ...change });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(message);
});
