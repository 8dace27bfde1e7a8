import {
  heldText,
  percent,
  plainNumber,
  readable,
  readableInterval,
  timesJoined,
} from '../report/text.js';
import type { Result } from './result_kinds.js';

/** Longer lists, texts and objects are left to `results.json`. */
const MOST_VALUES = 8;
const MOST_CHARACTERS = 60;
const MOST_LINES = 24;

/** A result as it is printed: its numbers where they are few, else what it is and where it lies. */
export function resultText(name: string, result: Result, files: readonly string[]): string {
  const into = ` → ${files.join(', ')}`;
  switch (result.kind) {
    case 'table':
    case 'contacts':
      return `${name}: ${rows(result.table.length)}${into}`;
    case 'network': {
      const { pores, throats } = result.network;
      return `${name}: ${readable(pores.length)} pores, ${readable(throats.length)} throats${into}`;
    }
    case 'mesh': {
      const { vertexCount, triangleCount, area, volume, unit } = result.mesh;
      const enclosed = volume === null ? '' : `, ${readable(volume)} ${unit}³ inside`;
      return `${name}: ${readable(vertexCount)} vertices, ${readable(triangleCount)} triangles, ${readable(area)} ${unit}²${enclosed}${into}`;
    }
    case 'grid': {
      const { size, spacing, unit } = result.grid;
      return `${name}: ${timesJoined(size)} voxels of ${timesJoined(spacing)} ${unit}${into}`;
    }
    case 'plane': {
      const { size, spacing, unit, axes } = result.plane;
      return `${name}: ${axes.join('')} plane, ${timesJoined(size)} pixels of ${timesJoined(spacing)} ${unit}${into}`;
    }
    case 'value':
      return valueText(name, result.value);
  }
}

function rows(count: number): string {
  return `${readable(count)} row${count === 1 ? '' : 's'}`;
}

function valueText(name: string, value: unknown): string {
  if (!isObject(value)) return `${name}: ${shortText(value) ?? listText(value)}`;
  const { unit } = value;
  // Which power of the unit a number is in differs within a result; that lengths are in it always
  // holds.
  const head = `${name}${typeof unit === 'string' ? ` (lengths in ${unit})` : ''}:`;
  const own = estimateText(value);
  const lines = [...fieldLines(value, '')];
  const width = Math.max(0, ...lines.map(([field]) => field.length)) + 2;
  const shown = lines
    .slice(0, MOST_LINES)
    .map(([field, text]) => `  ${field.padEnd(width)}${text}`);
  if (lines.length > MOST_LINES)
    shown.push(`  … ${readable(lines.length - MOST_LINES)} more in results.json`);
  return [own === undefined ? head : `${head} ${own}`, ...shown].join('\n');
}

/** The lines of an object: its short values, and those of the objects in it under joined names. */
function* fieldLines(
  value: Readonly<Record<string, unknown>>,
  path: string,
): Generator<readonly [field: string, text: string]> {
  const estimate = estimateText(value) !== undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (['unit', 'provenance'].includes(name) || inner === null || inner === undefined) continue;
    if (estimate && ['value', 'interval', 'confidence', 'coverage'].includes(name)) continue;
    const field = `${path}${name}`;
    if (isObject(inner)) {
      const own = estimateText(inner);
      if (own !== undefined) yield [field, own];
      yield* fieldLines(inner, `${field}.`);
    } else {
      const whole = name === 'reason' && typeof inner === 'string';
      const text = whole ? inner : shortText(inner);
      if (text !== undefined) yield [field, text];
    }
  }
}

/**
 * A value with its interval, and how often such intervals hold where that is stated; undefined of
 * what is none.
 */
function estimateText({
  value,
  interval,
  confidence,
  coverage,
}: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof value !== 'number') return undefined;
  if (!isPair(interval)) return readable(value);
  const level = typeof confidence === 'number' ? confidence : 0.95;
  const held = isPair(coverage) ? `; ${heldText({ interval95: interval, coverage })}` : '';
  return `${readable(value)} (${percent(level)} %: ${readableInterval(interval)}${held})`;
}

/** A value that fits on a line; undefined where it doesn't. */
function shortText(value: unknown): string | undefined {
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'string') return value.length > MOST_CHARACTERS ? undefined : value;
  if (!isList(value) || value.length > MOST_VALUES) return undefined;
  const texts = Array.from(value, (item) => (isList(item) ? undefined : shortText(item)));
  return texts.includes(undefined) ? undefined : texts.join(', ');
}

function listText(value: unknown): string {
  return isList(value) ? `${readable(value.length)} values in results.json` : 'in results.json';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function isPair(value: unknown): value is readonly [number, number] {
  return isList(value) && value.length === 2;
}
