import { describe, expect, it } from 'vitest';
import { vulnerabilitiesOf } from '../../scripts/audit-bundled.mjs';
import { faultsOf, noticesIn, packageOf } from '../../scripts/notices.mjs';

const NOTICES = `# Licenses

## comlink - 4.4.2 (Apache-2.0)

Apache License
Version 2.0, January 2004

## pako - 2.2.0 ((MIT AND Zlib))

Permission is hereby granted, free of charge, to any person

This software is provided 'as-is', without any express or implied

## @noble/hashes - 2.4.0 (MIT)

Permission is hereby granted, free of charge, to any person
`;

describe('notices', () => {
  it('name packages and hold the texts of their licences', () => {
    expect(noticesIn(NOTICES).map(({ name, licence }) => [name, licence])).toEqual([
      ['comlink', 'Apache-2.0'],
      ['pako', 'MIT AND Zlib'],
      ['@noble/hashes', 'MIT'],
    ]);
    expect(faultsOf(NOTICES, ['comlink', 'pako', '@noble/hashes'])).toEqual([]);
  });

  it('are at fault where a package or a text is missing', () => {
    expect(faultsOf(NOTICES, ['comlink', 'fflate'])).toEqual([
      'fflate is bundled and has no notice',
    ]);
    expect(faultsOf(`${NOTICES}\n## lerc - 3.0.0 (Apache-2.0)\n`, [])).toEqual([
      'lerc has no text of its licence, Apache-2.0',
    ]);
    expect(faultsOf(NOTICES.replace("This software is provided 'as-is'", ''), [])).toEqual([
      'pako has no text of its licence, Zlib',
    ]);
    expect(faultsOf(NOTICES.replace('(MIT)', '(GPL-3.0)'), [])).toEqual([
      '@noble/hashes: what the text of GPL-3.0 holds is not known',
    ]);
  });

  it('are of the innermost package that a module is part of', () => {
    expect(packageOf('/a/node_modules/x/node_modules/@scope/y/index.js')).toBe('@scope/y');
    expect(packageOf('/a/node_modules/pako/dist/pako.mjs?x')).toBe('pako');
    expect(packageOf('/a/src/io/open.ts')).toBeUndefined();
  });
});

describe('the audit of what is bundled', () => {
  const report = JSON.stringify({
    vulnerabilities: {
      pako: { severity: 'high', range: '<3', via: [{ title: 'Loops', url: 'advisory 1' }] },
      vitest: { severity: 'critical', range: '*', via: ['vite'] },
    },
  });

  it('names bundled packages alone', () => {
    expect(vulnerabilitiesOf(report, new Set(['pako', 'comlink']))).toEqual([
      'pako <3: high; Loops advisory 1',
    ]);
    expect(vulnerabilitiesOf(report, new Set(['comlink']))).toEqual([]);
  });

  it('is told from one that could not be made', () => {
    const offline = JSON.stringify({ error: { code: 'ENOTFOUND', summary: 'no network' } });
    expect(vulnerabilitiesOf(offline, new Set(['pako']))).toBeUndefined();
    expect(vulnerabilitiesOf('', new Set(['pako']))).toBeUndefined();
  });
});
