import { parseHTML } from 'linkedom';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FoundAnalysis } from '../../src/cli/found.js';
import { reportHtml } from '../../src/cli/report/page.js';
import { summaryText } from '../../src/cli/summary.js';
import { openSource } from '../../src/io/open.js';
import type { Provenance } from '../../src/recipe/backend.js';
import { Table } from '../../src/volume/table.js';
import { analysisFixture } from '../cli/fixture.js';
import { grey, tiffOf } from '../io/tiff_fixture.js';

// Texts that other people wrote, in files and in names of files: they are shown, and do nothing.

describe('an OME description', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Opens 5×4×2 voxels whose description has a document type with entities. */
  async function open(types: string, name: string): Promise<string> {
    const text = `<?xml version="1.0"?><!DOCTYPE OME [${types}]>
<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0" Name="${name}">
<Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint8" SizeX="5" SizeY="4" SizeZ="2" SizeC="1"
SizeT="1" PhysicalSizeX="0.5" PhysicalSizeXUnit="${name}" PhysicalSizeY="0.5" PhysicalSizeZ="0.5"/>
</Image></OME>`;
    const file = tiffOf(
      [0, 1].map((z) => ({
        fields: grey(5, 4, 8, z === 0 ? [[270, 2, text]] : []),
        blocks: [new Uint8Array(20)],
      })),
    );
    const { size, unit, warnings, name: called } = await openSource(file);
    expect(size).toEqual([5, 4, 2]);
    return JSON.stringify({ unit, warnings, called });
  }

  test('reads no other file, and asks for nothing', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    for (const target of ['file:///etc/passwd', 'http://localhost:1/secret', '/etc/passwd']) {
      const said = await open(`<!ENTITY e SYSTEM "${target}">`, '&e;');
      expect(said).not.toMatch(/root:|\/bin\//);
    }
    expect(fetched).not.toHaveBeenCalled();
  });

  test('whose entities are made of entities is read at once, and does not grow', async () => {
    const grow = (i: number): string =>
      `<!ENTITY e${String(i)} "${`&e${String(i - 1)};`.repeat(10)}">`;
    const types = `<!ENTITY e0 "laughs">${Array.from({ length: 9 }, (_, i) => grow(i + 1)).join('')}`;
    const start = performance.now();
    const said = await open(types, '&e9;');
    expect(performance.now() - start).toBeLessThan(2000);
    expect(said.length).toBeLessThan(10_000);
    expect(said).not.toContain('laughslaughs');
  });
});

test('no cell of a CSV begins as a formula does', () => {
  const formulas = ['=cmd|calc', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '"=1"', 'a,=1'];
  const columns = formulas.map((name) => ({
    name,
    unit: '=1+1',
    description: '',
    data: Float64Array.of(1, -2),
  }));
  const [header, ...rows] = new Table(columns, {} as Provenance).toCSV().trimEnd().split('\n');
  // Of commas, quotes and line ends the quoting of RFC 4180 takes care.
  const cells = [...header!.matchAll(/"((?:[^"]|"")*)"|[^,]+/g)].map(
    ([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole,
  );
  expect(cells).toHaveLength(formulas.length);
  for (const text of cells) expect(text).not.toMatch(/^[=+\-@\t\r]/);
  expect(cells.map((text) => text.replace(/^'/, '').replace(/ \[=1\+1\]$/, ''))).toEqual(formulas);
  // Numbers stay numbers, negative ones too.
  expect(rows).toEqual(['1', '-2'].map((n) => formulas.map(() => n).join(',')));
});

describe('an analysis of hostile names', () => {
  const MARK = '"><img src=x onerror=alert(1)><script>1</script>';
  const CODES = '\u001B[2J\u001B]0;title\u0007\u009B31m\u202Eend';
  const hostile = (text: string): FoundAnalysis => {
    const analysis = analysisFixture();
    const { input, phase, particles } = analysis;
    const named = { input: { ...input, name: text, unit: text, dtype: text, warnings: [text] } };
    return {
      ...analysis,
      ...named,
      title: text,
      phase: { ...phase, reason: text },
      particles: { ...particles, borderRule: text, diameter: text },
      table: [{ name: text, unit: text, values: [1] }],
      timings: [{ op: text, milliseconds: 1, bytes: 1 }],
      recipe: { [text]: text },
      provenance: { [text]: text, adapter: { vendor: text } },
      missing: [{ part: text, code: 'limit', message: text }],
    };
  };

  test('the report has no element or attribute of theirs', () => {
    const { document } = parseHTML(reportHtml(hostile(MARK)));
    expect(document.querySelectorAll('img, script, [onerror]')).toHaveLength(0);
    expect(document.querySelector('h1')?.textContent).toBe(MARK);
  });

  test('the terminal gets no codes of theirs', () => {
    const said = summaryText(hostile(CODES));
    expect(said).toContain('end');
    expect(said.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
