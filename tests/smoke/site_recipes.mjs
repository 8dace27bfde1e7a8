// What the recipes of the site's cookbook must say: what is known of their samples by construction,
// and the same numbers in a browser as in Deno.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/find-tools.mjs';

/**
 * What a recipe said in Deno, where `npm run docs`, or its part for the site, ran it last.
 * @param {string} path of its page
 */
export function saidInDeno(path) {
  const file = join(root, '.cache/examples/said.json');
  const name = `site_pages_${path.replaceAll(/[^A-Za-z0-9]+/g, '_')}_md.ts`;
  const text = JSON.parse(readFileSync(file, 'utf8'))[name];
  assert.equal(typeof text, 'string', `${name} was not run: node scripts/docs.mjs --site`);
  return text;
}

/**
 * Two texts have the same words; whole numbers are equal, others to 1e-4 of themselves, as sums and
 * filters in f32 differ in their rounding.
 * @param {string} text
 * @param {string} expected
 */
export function assertSame(text, expected) {
  const [got, wanted] = [text, expected].map((each) => each.split(/[\s,[\]{}]+/).filter(Boolean));
  assert.equal(got?.length, wanted?.length, `${text}\n—\n${expected}`);
  got?.forEach((word, i) => {
    const other = wanted?.[i] ?? '';
    const [a, b] = [Number(word), Number(other)];
    const exact = Number.isNaN(a) || (Number.isInteger(a) && Number.isInteger(b));
    const near = !exact && Math.abs(a - b) <= 1e-4 * Math.abs(b);
    assert.ok(word === other || near, `${word}, in Deno ${other}, of:\n${text}`);
  });
}

/**
 * The number that follows a word.
 * @param {string} text
 * @param {string} word
 */
function after(text, word) {
  const rest = text.slice(text.indexOf(word) + word.length);
  const found = /-?\d+(\.\d+)?(e[+-]?\d+)?/.exec(rest)?.[0];
  assert.ok(text.includes(word) && found !== undefined, `no number after ${word} in ${text}`);
  return Number(found);
}

/**
 * The rows of a table that begins with a line of names, as objects.
 * @param {string} text
 * @param {string} first name of the first column
 * @returns {Record<string, string>[]}
 */
function tableOf(text, first) {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`${first}\t`));
  assert.ok(start >= 0, `no table ${first} in ${text}`);
  const [names = [], ...rows] = lines.slice(start).map((line) => line.split('\t'));
  return rows
    .filter((row) => row.length === names.length)
    .map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])));
}

/** @param {string | undefined} text an interval */
const bounds = (text) => JSON.parse((text ?? '').replaceAll('Infinity', '1e999'));

/** @param {number} value @param {readonly number[]} interval */
function within(value, [lo = NaN, hi = NaN]) {
  assert.ok(value >= lo && value <= hi, `${value} is not within ${lo} to ${hi}`);
}

/** @param {number} value @param {number} truth @param {number} most */
function near(value, truth, most) {
  assert.ok(Math.abs(value - truth) <= most, `${value} is ${value - truth} from ${truth}`);
}

/** The layer of its recipe, column by column, from the formulas of its faces. */
function layerOfRecipe() {
  const heights = [];
  for (let y = 0; y < 96; y++)
    for (let x = 0; x < 96; x++) {
      if (Math.hypot(x - 70, y - 30) < 5) continue;
      const lower = 12 + 2 * Math.sin(x / 9);
      const upper = 32 + 3 * Math.sin(y / 7) * Math.cos(x / 11);
      heights.push(0.5 * (Math.ceil(upper) - Math.ceil(lower)));
    }
  const mean = heights.reduce((sum, height) => sum + height) / heights.length;
  const squares = heights.reduce((sum, height) => sum + (height - mean) ** 2, 0);
  const std = Math.sqrt(squares / heights.length);
  return { mean, std, coverage: heights.length / 96 ** 2 };
}

/** @type {Record<string, (text: string) => void>} */
export const truths = {
  start: (text) => {
    within(after(text, 'porosity'), bounds(/\[.*\]/.exec(text)?.[0]));
  },
  'cookbook/porosity': (text) => {
    near(after(text, 'porosity'), after(text, 'true'), 0.005);
    within(after(text, 'true'), bounds(/\[.*\]/.exec(text)?.[0]));
  },
  'cookbook/threshold': (text) => {
    const [lo, hi] = [after(text, 'by the threshold'), after(text, ' to ')];
    within(after(text, 'solid'), [lo, hi]);
    assert.ok(hi - lo < 0.02);
  },
  'cookbook/representative-volume': (text) => {
    const edges = tableOf(text, 'relative error').map((row) => Number(row['edge, voxels']));
    assert.equal(edges.length, 3);
    assert.deepEqual(
      edges,
      edges.toSorted((a, b) => b - a),
    );
    // The volume has 128³ voxels of 0.2 × 0.2 × 0.25 µm.
    const edge = after(text, 'edge for ±5 %');
    near(edge ** 3 / (128 ** 3 * 0.01) / after(text, 'volume times'), 1, 1e-4);
  },
  'cookbook/profile': (text) => {
    assert.match(text, /a trend along z/);
    within(after(text, 'mean'), bounds(/\[.*\]/.exec(text)?.[0]));
  },
  'cookbook/surface-area': (text) => {
    const off = Object.fromEntries(
      tableOf(text, 'estimator').map((row) => [row['estimator'], Number(row['off by, %'])]),
    );
    near(off.crofton13 ?? NaN, 0, 1);
    near(off.crofton3 ?? NaN, 0, 1);
    near(off.gradient ?? NaN, 0, 1);
    // Faces of voxels count each direction of a sphere in full: 6 π r² over 4 π r².
    near(off.faces ?? NaN, 50, 1);
    near(off.marchingCubes ?? NaN, 9, 1);
  },
  'cookbook/region-of-interest': (text) => {
    const [all, core, rim] = tableOf(text, 'region').map((row) => Number(row['solid']));
    // The whole is the mean of both, by their volumes: π 9² of 25.6² µm².
    const part = (Math.PI * 9 ** 2) / 25.6 ** 2;
    near(all ?? NaN, part * (core ?? NaN) + (1 - part) * (rim ?? NaN), 1e-3);
  },
  'cookbook/particle-sizes': (text) => {
    near(after(text, ', truly') / after(text, ''), 1, 0.15);
    const rows = tableOf(text, 'by volume, µm');
    assert.equal(rows.length, 3);
    for (const row of rows) within(Number(row['value']), bounds(row['from … to']));
  },
  'cookbook/size-by-balls': (text) => {
    near(after(text, 'median') / after(text, 'mean diameter'), 1, 0.1);
  },
  'cookbook/interfaces': (text) => {
    const rows = tableOf(text, 'between');
    assert.equal(rows.length, 3);
    // A line of n voxels has n − 1 places between two: per volume they are counted by these.
    const volume = 96 * 96 * 64 * 0.01;
    const least = (95 / 96) ** 2 * (63 / 64);
    for (const row of rows)
      within(Number(row['area, µm²']) / Number(row['per volume, 1/µm']) / volume, [least, 1]);
    assert.ok(after(text, 'contacts of graphite particles') > 0);
  },
  'cookbook/mesh': (text) => {
    assert.ok(after(text, '') > 1000);
  },
  'cookbook/layer-thickness': (text) => {
    const [row] = tableOf(text, 'mean');
    const { mean, std, coverage } = layerOfRecipe();
    near(Number(row?.['mean']), mean, 1e-5 * mean);
    near(Number(row?.['std']), std, 1e-5 * std);
    near(Number(row?.['coverage']), coverage, 1e-6);
  },
  'cookbook/tortuosity': (text) => {
    const rows = tableOf(text, 'axis');
    assert.equal(rows.length, 3);
    for (const row of rows) {
      assert.ok(Number(row['ε D₀ / D_eff']) > 1);
      near(Number(row['D_eff / D₀']) * Number(row['MacMullin']), 1, 1e-5);
    }
    // ε is one number for all axes.
    const porosities = rows.map((row) => Number(row['ε D₀ / D_eff']) * Number(row['D_eff / D₀']));
    for (const porosity of porosities) near(porosity / (porosities[0] ?? NaN), 1, 1e-5);
  },
  'cookbook/pore-network': (text) => {
    assert.ok(after(text, 'pores,') > after(text, ''));
  },
  'cookbook/fib-sem': (text) => {
    const truth = after(text, 'true');
    const [before, cleaned] = [after(text, 'as it came'), after(text, 'cleaned')];
    assert.ok(Math.abs(cleaned - truth) < Math.abs(before - truth), text);
    near(cleaned, truth, 0.005);
  },
  'cookbook/denoise': (text) => {
    const [none, ...filters] = tableOf(text, 'filter');
    assert.equal(filters.length, 4);
    for (const row of filters) {
      assert.ok(Number(row['noise']) < Number(none?.['noise']) / 5);
      near(Number(row['solid']), Number(row['true']), 0.005);
    }
  },
  'cookbook/batch': (text) => {
    const rows = tableOf(text, 'porosity');
    assert.equal(rows.length, 3);
    for (const row of rows) within(Number(row['porosity']), bounds(row['interval']));
  },
};
