import { describe, expect, it } from 'vitest';
import runningText from '../../site/pages/guides/running.md?raw';
import {
  describeOperations,
  type OperationDescription,
  type OptionDescription,
} from '../../src/operations/index.js';
import errorsText from '../../src/recipe/errors.ts?raw';

// Tables that lead from other programs, and the handbook's, name methods that there are, with
// options that they take.

const pages = import.meta.glob<string>('../../site/pages/{coming-from,handbook}/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const handbook = pages['../../site/pages/handbook/index.md'] ?? '';
const operations = describeOperations();

/** What the tables call grids. */
const kinds: Readonly<Record<string, string>> = {
  scan: 'volume',
  volume: 'volume',
  mask: 'mask',
  pore: 'mask',
  solid: 'mask',
  labels: 'labels',
  phases: 'phases',
};

/** Methods that are no operations: they give a grid, or a file, of what there is. */
const others = new Set(['phase']);

/** The cells of all tables of a page, row by row, but for heads and rules. */
function rowsOf(page: string): string[][] {
  const lines = page.split('\n').filter((line) => line.startsWith('|'));
  return lines
    .filter((line, i) => !line.startsWith('| --') && !lines[i + 1]?.startsWith('| --'))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}

/** What stands in backticks. */
function codeOf(cell: string): string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, code = '']) => code);
}

/** What is wrong with the calls of a piece of code. */
function faultsOf(code: string): string[] {
  const calls = code.matchAll(/(?:(\w+)\.)?\b(\w+)\(((?:[^()]|\([^()]*\))*)\)/g);
  return Array.from(calls).flatMap(([whole, of, name = '', options = '']) => {
    if (name === 'voxels' || others.has(name)) return [];
    const named = operations.filter((operation) => operation.name === name);
    if (named.length === 0) return [`${whole}: no such method`];
    const kind = of === undefined ? undefined : kinds[of];
    if (of !== undefined && kind === undefined) return [`${whole}: ${of} is no kind of grid`];
    const meant = named.filter((each) => kind === undefined || each.of.some((k) => k === kind));
    if (meant.length === 0) return [`${whole}: not of ${kind ?? ''}`];
    return meant.some((operation) => takes(operation, options)) ? [] : [`${whole}: options`];
  });
}

/** Columns of what `measure` gives. */
const columns = operations.flatMap(({ name, gives }) =>
  name === 'measure' && 'columns' in gives ? gives.columns : [],
);

/** Whether an operation has all the options, and the words that they are set to. */
function takes({ options: known, positional }: OperationDescription, text: string): boolean {
  const fields = /\{(.*)\}/s.exec(text)?.[1];
  if (fields === undefined) return true;
  const bare = fields.replaceAll(/\[[^\]]*\]|\{[^}]*\}|\([^)]*\)|'[^']*'/g, '');
  const names = bare.split(',').map((field) => field.split(':')[0]?.trim() ?? '');
  // A record by position: names of phases are free, those of columns are not.
  if (positional > 0 && known[0]?.type === 'record')
    return known[0].name !== 'wanted' || names.every((name) => columns.includes(name));
  const words = Array.from(fields.matchAll(/(\w+): (\[[^\]]*\]|'[^']*')/g));
  return (
    names.every((name) => name === '…' || known.some((option) => option.name === name)) &&
    words.every(([, name, list = '']) => {
      const option = known.find((each) => each.name === name);
      const allowed = name === 'columns' ? columns : JSON.stringify(option?.schema ?? {});
      return Array.from(list.matchAll(/'([^']*)'/g)).every(([, word = '']) =>
        typeof allowed === 'string'
          ? !allowed.includes('enum') || allowed.includes(JSON.stringify(word))
          : allowed.includes(word),
      );
    })
  );
}

describe.each(Object.entries(pages).filter(([path]) => path.includes('coming-from')))(
  '%s',
  (_, page) => {
    it('names methods that there are, with their options', () => {
      const rows = rowsOf(page);
      expect(rows.length).toBeGreaterThan(8);
      expect(rows.flatMap(([, here = '']) => codeOf(here).flatMap(faultsOf))).toEqual([]);
      // A row without a call says that there is none, or names a column or an entry point.
      const others = rows.filter(
        ([, here = '']) => !codeOf(here).some((code) => /\w\(/.test(code)),
      );
      const known = JSON.stringify(operations);
      for (const [theirs, here = ''] of others)
        expect(
          here === 'none' ||
            codeOf(here).some(
              (code) => known.includes(`"${code}"`) || code.startsWith('voxmetry/'),
            ),
          `${theirs ?? ''}: ${here}`,
        ).toBe(true);
    });
  },
);

describe('the handbook', () => {
  it('names methods and columns that there are', () => {
    const rows = rowsOf(handbook);
    expect(rows.length).toBeGreaterThan(20);
    const names = rows.flatMap(([measure = '']) => codeOf(measure));
    const known = [...operations.map(({ name }) => name), ...columns];
    const unknown = names.filter((name) => !known.includes(name.replace('A/B/C', 'A')));
    expect(unknown).toEqual([]);
  });

  it('states the border rules and connectivities that are defaults, and those to choose', () => {
    // Rows of several names are columns of objects.
    const stated = rowsOf(handbook).filter(
      ([measure = '', ...more]) => more.length === 5 && codeOf(measure).length === 1,
    );
    const wrong = stated.flatMap(([measure = '', estimator = '', border = '', touching = '']) =>
      codeOf(measure).flatMap((name) => {
        const operation = operations.find((each) => each.name === name);
        const option = (of: string): OptionDescription | undefined =>
          operation?.options.find((each) => each.name === of);
        const [edge, connectivity] = [option('border'), option('connectivity')];
        const choices = connectivity?.allowed.replace(/[[\]]/g, '') ?? touching;
        return [
          ...(edge === undefined ||
          (typeof edge.default === 'string' && border.startsWith(edge.default))
            ? []
            : [border]),
          ...(touching === choices ? [] : [touching]),
          ...(option('estimator')?.default === 'crofton13' && !estimator.includes('13 directions')
            ? [estimator]
            : []),
        ].map((cell) => `${name}: ${cell}`);
      }),
    );
    expect(wrong).toEqual([]);
    expect(stated.length).toBeGreaterThan(20);
  });
});

describe('the guide to errors', () => {
  it('has every code, and no other', () => {
    const union = /type ErrorCode =([^;]+);/.exec(errorsText)?.[1] ?? '';
    const codes = Array.from(union.matchAll(/'([^']+)'/g), ([, code]) => code);
    const stated = rowsOf(runningText).map(([code = '']) => codeOf(code)[0]);
    expect(codes.length).toBeGreaterThan(10);
    expect(stated.toSorted()).toEqual(codes.toSorted());
  });
});

describe('the check of a table', () => {
  it('finds what is not there', () => {
    expect(faultsOf('scan.otzu()')).toHaveLength(1);
    expect(faultsOf('labels.otsu()')).toHaveLength(1);
    expect(faultsOf('scan.median({ radios: 3 })')).toHaveLength(1);
    expect(faultsOf("pore.surfaceArea({ estimator: 'crofton' })")).toHaveLength(1);
    expect(faultsOf("labels.measure({ columns: ['volumes'] })")).toHaveLength(1);
    expect(faultsOf('labels.select({ volumes: { min } })')).toHaveLength(1);
    expect(faultsOf("pore.surfaceArea({ estimator: 'crofton13' })")).toEqual([]);
  });
});
