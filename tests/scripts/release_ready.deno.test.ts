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

it.each([
  [{ tag: 'v1.2.4' }, /tag is v1\.2\.4, package\.json has 1\.2\.3/],
  [{ library: "export const LIBRARY = 'voxmetry 1.2.2';" }, /src\/version\.ts/],
  [{ changelog: '## [Unreleased]: 1.2.3\n' }, /CHANGELOG\.md/],
  ...(['repository', 'homepage', 'bugs'] as const).map((field) => {
    const words = { repository: /no repository/, homepage: /no homepage/, bugs: /report bugs/ };
    return [{ pack: { ...ready.pack, [field]: undefined } }, words[field]] as const;
  }),
])('keeps one back for %j', (change, message) => {
  const faults = faultsOfRelease({ ...ready, ...change });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(message);
});
