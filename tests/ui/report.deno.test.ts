import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Fraction, Lab, Porosity, Table, Volume } from '../../src/index.js';
import * as operations from '../../src/operations/index.js';
import { rowsOf } from '../../ui/numbers/result_rows.js';
import {
  reportHtml,
  REPORT_SECTIONS,
  resultsCsv,
  studyOfReport,
  type ReportOptions,
} from '../../ui/report/index.js';
import {
  addSource,
  addStep,
  Catalogue,
  changeStep,
  emptyStudy,
  parseStudy,
  Session,
} from '../../ui/session/index.js';
import { boxes, FACTS, voxmetryRun, workplace } from '../cli/run/fixture.js';

const place = workplace();
const catalogue = new Catalogue(operations);
let lab: Lab;
let scan: Volume;

beforeAll(async () => {
  lab = await openEngine();
  scan = await lab.open({ data: boxes(), size: FACTS.size }, { ...FACTS, name: 'scan.tif' });
});
afterAll(() => lab.dispose());

/** A study of the boxes with its measures, by the ids of its steps. */
function begun(title = 'Three boxes'): { session: Session; ids: Readonly<Record<string, string>> } {
  const session = new Session(catalogue, emptyStudy(title));
  const ids: Record<string, string> = {};
  session.edit('open', (study) => {
    const [added, id] = addSource(study, {
      name: 'scan.tif',
      bytes: 1234,
      hash: `sha256:${'ab'.repeat(32)}`,
      options: {},
      facts: { format: 'TIFF', size: FACTS.size, dtype: 'u16', spacing: FACTS.spacing, unit: 'µm' },
    });
    ids['source'] = id;
    return added;
  });
  session.attach(ids['source']!, scan);
  const add = (operation: string, on: string, options = {}): void => {
    session.edit(operation, (study) => {
      const [added, id] = addStep(study, catalogue, { operation, on: ids[on]!, options });
      ids[operation] = id;
      return added;
    });
  };
  add('median', 'source', { size: 3 });
  add('otsu', 'median');
  add('fraction', 'otsu');
  add('porosity', 'otsu');
  add('profile', 'otsu', { axis: 'z' });
  add('sensitivity', 'otsu');
  add('representativeVolume', 'otsu');
  add('separate', 'otsu', { sigma: { voxels: 1 } });
  add('count', 'separate');
  add('sizeDistribution', 'separate', { border: 'include' });
  add('measure', 'separate');
  return { session, ids };
}

const options = (session: Session, more: Partial<ReportOptions> = {}): ReportOptions => ({
  session,
  date: '2026-01-31',
  ...more,
});

/** The numbers of a report: result and label, and the number in full. */
function numbersIn(html: string): Map<string, number> {
  const { document } = parseHTML(html);
  return new Map(
    [...document.querySelectorAll('[data-number]')].map((cell) => {
      const { result, label, number } = (cell as HTMLElement).dataset;
      return [`${result!}/${label!}`, Number(number)] as const;
    }),
  );
}

describe('a report', () => {
  test('holds the numbers of the session, which are those of the library and of the command line', async () => {
    const { session } = begun();
    await session.results.run();
    const html = await reportHtml(options(session));
    const numbers = numbersIn(html);
    // Of the session, every one.
    const { steps } = session.study.value;
    let compared = 0;
    for (const { id, operation } of steps) {
      const result = session.results.byStep.value.get(id);
      if (result === undefined) continue;
      const counted = operation === 'count' ? 'objects' : 'voxels';
      for (const row of rowsOf(operation, result.value, counted)) {
        expect(numbers.get(`${operation}/${row.label}`), row.label).toBe(row.value);
        compared += 1;
      }
    }
    expect(compared).toBe(numbers.size);
    expect(compared).toBeGreaterThan(15);
    // Of the library, called by hand.
    const mask = scan.median({ size: 3 }).otsu();
    const fraction = await mask.fraction();
    expect(numbers.get('fraction/fraction')).toBe(fraction.value);
    expect(numbers.get('fraction/voxelsOfPhase')).toBe(fraction.voxels);
    const objects = mask.separate({ sigma: { voxels: 1 } });
    expect(numbers.get('count/objects')).toBe(await objects.count());
    expect(numbers.get('porosity/closed')).toBe((await mask.porosity()).closed);
    // Of the command line, which is given the report itself.
    const report = await place.write('report.html', html);
    const tiff = await place.tiff('scan.tif');
    const run = await voxmetryRun(report, tiff, '--out', place.path('again'));
    expect(run).toMatchObject({ code: 0, error: '' });
    const { results } = await place.results('again');
    const again = results as { fraction: Fraction; porosity: Porosity; count: number };
    expect(again.count).toBe(numbers.get('count/objects'));
    expect(again.fraction.voxels).toBe(numbers.get('fraction/voxelsOfPhase'));
    expect(again.fraction.value).toBe(numbers.get('fraction/fraction'));
    expect(again.porosity.open).toBe(numbers.get('porosity/open'));
  });

  test('asks for nothing, and a hostile text stays a text', async () => {
    const evil = `</title></script><script>alert(1)</script><img src=x onerror="alert(2)">'"&`;
    const { session, ids } = begun(evil);
    session.edit('name', (study) => changeStep(study, ids['fraction']!, { title: evil }));
    await session.results.run({ ids: [ids['fraction']!] });
    const png = 'data:image/png;base64,iVBORw0KGgo=';
    const html = await reportHtml(
      options(session, {
        author: evil,
        sample: { [evil]: evil },
        pictures: [{ caption: evil, png, scale: evil }],
      }),
    );
    const { document } = parseHTML(html);
    expect(document.querySelectorAll('script').length).toBe(1);
    expect(document.querySelectorAll('script[type="application/json"]').length).toBe(1);
    expect([...document.querySelectorAll('img')].map((each) => each.getAttribute('src'))).toEqual([
      png,
    ]);
    const handlers = [...document.querySelectorAll('*')].filter((each) =>
      each.getAttributeNames().some((name) => name.startsWith('on') || name === 'style'),
    );
    expect(handlers).toEqual([]);
    expect(document.querySelector('h1')!.textContent).toBe(evil);
    expect(document.querySelectorAll('[href], link, base, iframe, object').length).toBe(0);
    expect(html).toContain("default-src 'none'; style-src 'sha256-");
    expect((await studyOfReport(html)).title).toBe(evil);
    for (const bad of ['javascript:alert(1)', '//x', 'data:text/html,x'])
      await expect(reportHtml(options(session, { workbench: bad }))).rejects.toThrow(
        'workbench is',
      );
    for (const bad of [
      'https://x/y.png',
      'data:image/png;base64,"><script>',
      'data:image/svg+xml,x',
    ])
      await expect(
        reportHtml(options(session, { pictures: [{ caption: '', png: bad }] })),
      ).rejects.toThrow('pictures[0].png');
    const workbench = 'https://bench.example/?a=1&b="2"';
    const linked = parseHTML(await reportHtml(options(session, { workbench }))).document;
    expect(linked.querySelector('a')!.getAttribute('href')).toBe(new URL(workbench).href);
  });

  test('leaves out what is stale, failed or was not run, and says so', async () => {
    const { session, ids } = begun();
    await session.results.run({ ids: [ids['fraction']!] });
    session.edit('larger', (study) => changeStep(study, ids['median']!, { options: { size: 5 } }));
    await session.results.run({ ids: [ids['count']!] });
    const html = await reportHtml(options(session));
    expect([...numbersIn(html).keys()]).toEqual(['count/objects']);
    const note = parseHTML(html).document.querySelector('.missing')!.textContent;
    expect(note).toContain('Fraction: computed before the study was last changed');
    expect(note).toContain('Porosity: not computed');
    expect(resultsCsv(session).split('\n').length).toBe(3);
  });

  test('has the sections that are chosen, in their order, in both languages', async () => {
    const { session } = begun();
    await session.results.run();
    const titles = (html: string): string[] =>
      [...parseHTML(html).document.querySelectorAll('h2')].map((each) => each.textContent);
    const chosen = ['methods', 'summary', 'profiles'] as const;
    expect(titles(await reportHtml(options(session, { sections: chosen })))).toEqual([
      'Methods',
      'Results',
      'Profiles',
    ]);
    const german = await reportHtml(options(session, { language: 'de' }));
    expect(titles(german)).toEqual([
      'Ergebnisse',
      'Größenverteilungen',
      'Objekte',
      'Profile',
      'Sicherheit',
      'Methoden',
      'Dateien',
      'Rezept',
      'Diese Zahlen nachrechnen',
    ]);
    // Numbers in full have points, those that are read have commas.
    const plain = numbersIn(await reportHtml(options(session)));
    expect([...numbersIn(german).values()]).toEqual([...plain.values()]);
    const fraction = parseHTML(german).document.querySelector('[data-label="mean byNumber"]')!;
    expect(fraction.textContent).toMatch(/^\d+,\d+$/);
    const twice = ['summary', 'summary'] as const;
    await expect(reportHtml(options(session, { sections: twice }))).rejects.toThrow('sections[1]');
    expect(REPORT_SECTIONS.length).toBe(11);
  });

  test('says how everything was computed, in physical units', async () => {
    const { session } = begun();
    await session.results.run();
    const { document } = parseHTML(await reportHtml(options(session)));
    const methods = document.querySelector('.methods')!.textContent;
    for (const said of [
      'The volume “scan.tif” (TIFF, 24 × 20 × 16 voxels, u16) has voxels of 0.5 × 0.5 × 1 µm, as its file states.',
      '(1) Median (median) of scan.tif, with size 3 voxels (1.5 × 1.5 × 3 µm), border reflect',
      'sigma 1 voxels (0.5 × 0.5 × 1 µm)',
      'Connectivity: 6.',
      'The result is exact: the same on every adapter.',
      'Wilson’s interval',
      'Software: Voxmetry, version 0.1.0.',
    ])
      expect(methods).toContain(said);
    const fraction = session.results.byStep.value.get('s4')?.value as Fraction;
    const [hash] = Object.values(fraction.provenance.hashes);
    expect(methods).toContain(hash);
    expect(methods).toContain(fraction.provenance.adapter.description);
  });

  test('draws what the results hold, and states statistics of tables by their definition', async () => {
    const { session, ids } = begun();
    await session.results.run();
    const { document } = parseHTML(await reportHtml(options(session)));
    expect(document.querySelectorAll('.profiles svg .line').length).toBe(1);
    expect(document.querySelectorAll('.certainty svg').length).toBe(2);
    for (const path of document.querySelectorAll('svg path'))
      expect(path.getAttribute('d')).not.toMatch(/NaN|Infinity|undefined/);
    const table = session.results.byStep.value.get(ids['measure']!)!.value as Table;
    const voxels = [...table.column('voxels')].sort((a, b) => a - b);
    const rows = [...document.querySelectorAll('.statistics tbody tr')];
    const row = rows.find((each) => each.querySelector('th')!.textContent === 'voxels')!;
    const cells = [...row.querySelectorAll('td')].map((cell) => cell.textContent);
    const mean = voxels.reduce((a, b) => a + b, 0) / voxels.length;
    expect(Number(cells[1]!.replaceAll(',', ''))).toBeCloseTo(mean, 0);
    expect(cells.slice(3)).toEqual([
      String(voxels[0]),
      String(voxels[Math.ceil(voxels.length / 2) - 1]),
      String(voxels.at(-1)),
      String(voxels[0]),
      String(voxels.at(-1)),
      String(voxels.length),
    ]);
  });
});

describe('the study in a report', () => {
  test('is the study of the session', async () => {
    const { session } = begun();
    expect(await studyOfReport(await reportHtml(options(session)))).toEqual(
      parseStudy(JSON.stringify(session.export())),
    );
  });

  test('is refused where it was changed, or where there is none', async () => {
    const { session } = begun();
    const html = await reportHtml(options(session));
    const changed = html.replace('"operation":"otsu"', '"operation":"li"');
    expect(changed).not.toBe(html);
    await expect(studyOfReport(changed)).rejects.toThrow('changed after it was written');
    await expect(studyOfReport('<p>hello')).rejects.toThrow('holds no study');
    const file = await place.write('changed.html', changed);
    expect((await voxmetryRun(file, 'a.tif')).error).toContain('was changed after it was written');
    const page = await place.write('page.html', '<!doctype html><title>x</title>');
    expect((await voxmetryRun(page, 'a.tif')).error).toContain('a page without a study');
  });
});

test('the CSV holds every number with unit, interval, estimator, border and connectivity', async () => {
  const { session, ids } = begun('x');
  session.edit('name', (study) => changeStep(study, ids['fraction']!, { title: '=1+1, "x"' }));
  await session.results.run();
  const lines = resultsCsv(session).trimEnd().split('\n');
  expect(lines[0]).toBe(
    'result,operation,quantity,value,unit,interval_low,interval_high,no_interval_because,estimator,border,connectivity',
  );
  const value = session.results.byStep.value.get(ids['fraction']!)!.value as Fraction;
  const wanted = `"'=1+1, ""x""",fraction,Fraction,${String(value.value)},1,`;
  expect(lines.filter((line) => line.startsWith(wanted)).length).toBe(1);
  const porosity = lines.find((line) => line.startsWith('porosity,porosity,Closed,'))!;
  expect(porosity.endsWith(',6')).toBe(true);
  expect(lines.length - 1).toBe(numbersIn(await reportHtml(options(session))).size);
});
