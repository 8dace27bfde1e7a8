// Reads a study from another's hands: it is checked to be plain, bounded data, place by place.
import { VoxmetryError, type Dtype, type ParamJson, type Vec3 } from 'voxmetry';
import { isTile } from './brush.js';
import { STUDY_FORMAT, type PlainRecord, type Study } from './study.js';
import type {
  StudyBrush,
  StudyFacts,
  StudyOpening,
  StudyRegion,
  StudySource,
  StudyStep,
} from './study.js';

/** Characters of a study at most. */
const MOST_CHARACTERS = 256 * 2 ** 20;
const MOST_ITEMS = 10_000;
const MOST_IDS = 4_000_000;
const MOST_NAME = 500;
const MOST_DEPTH = 12;
/** Values of the options of one step, or of one view, characters included. */
const MOST_VALUES = 4_000_000;
const DTYPES: readonly string[] = ['u8', 'u16', 'u32', 'i8', 'i16', 'i32', 'f32'];
const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * Reads a study: its text, or what its JSON holds. Everything is copied, and what a study does not
 * have is left out; its recipe too, which follows from its steps. Nothing in it is opened or run.
 *
 * @throws VoxmetryError `invalid-argument`, which names the place, `study.steps[2].on`.
 */
export function parseStudy(given: unknown): Study {
  const study = record(typeof given === 'string' ? parseText(given) : given, 'study');
  const { format } = study;
  if (format !== STUDY_FORMAT) throw wrong('study.format', format, `'${STUDY_FORMAT}'`);
  const sources = list(study['sources'], 'study.sources', source);
  unique(sources, 'study.sources', 'name');
  const steps = list(study['steps'], 'study.steps', step);
  const regions = list(study['regions'], 'study.regions', region);
  const brushes = list(study['brushes'], 'study.brushes', brush);
  const all = [...sources, ...steps, ...regions, ...brushes];
  unique(all, 'study', 'id');
  const largest = Math.max(0, ...all.map(({ id }) => Number(/\d+$/.exec(id)?.[0] ?? 0)));
  return {
    format: STUDY_FORMAT,
    title: text(study['title'], 'study.title', 0),
    // Whatever it says, no id is taken twice.
    nextId: Math.max(whole(study['nextId'], 'study.nextId'), largest + 1),
    sources,
    steps,
    views: views(study['views']),
    selection: selection(study['selection']),
    regions,
    brushes,
  };
}

function parseText(given: string): unknown {
  if (given.length > MOST_CHARACTERS)
    throw wrong('study', `a text of ${String(given.length)} characters`, 'a shorter one');
  try {
    return JSON.parse(given);
  } catch (cause) {
    throw new VoxmetryError('invalid-argument', 'The study cannot be read: it is no JSON.', {
      op: 'study',
      cause,
    });
  }
}

function wrong(place: string, value: unknown, allowed: string): VoxmetryError {
  const said = typeof value === 'string' ? `'${value.slice(0, 100)}'` : kindOf(value);
  return new VoxmetryError(
    'invalid-argument',
    `The study cannot be read: ${place} is ${said}; allowed: ${allowed}.`,
    { op: 'study', details: { place, allowed } },
  );
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value);
}

type Given = Readonly<Record<string, unknown>>;

function record(given: unknown, place: string): Given {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw wrong(place, given, 'an object');
  const bad = Object.keys(given).find((key) => FORBIDDEN.includes(key) || key.length > MOST_NAME);
  if (bad !== undefined) throw wrong(place, `with the key ${bad}`, 'short, harmless keys');
  return given as Given;
}

function list<T>(given: unknown, place: string, read: (item: Given, place: string) => T): T[] {
  if (!Array.isArray(given) || given.length > MOST_ITEMS)
    throw wrong(place, given, `a list of at most ${String(MOST_ITEMS)}`);
  return given.map((item, i) => {
    const at = `${place}[${String(i)}]`;
    return read(record(item, at), at);
  });
}

function text(given: unknown, place: string, least = 1): string {
  if (typeof given !== 'string' || given.length < least || given.length > MOST_NAME)
    throw wrong(place, given, `a text of ${String(least)} to ${String(MOST_NAME)} characters`);
  return given;
}

function flag(given: unknown, place: string): boolean {
  if (typeof given !== 'boolean') throw wrong(place, given, 'true or false');
  return given;
}

function whole(given: unknown, place: string): number {
  if (typeof given !== 'number' || !Number.isSafeInteger(given) || given < 0)
    throw wrong(place, given, 'a whole number ≥ 0');
  return given;
}

function triple(given: unknown, place: string, good: (n: number) => boolean, what: string): Vec3 {
  const numbers: unknown[] = Array.isArray(given) ? given : [];
  const [x, y, z] = numbers;
  const fits = (n: unknown): n is number => typeof n === 'number' && Number.isFinite(n) && good(n);
  if (numbers.length !== 3 || !fits(x) || !fits(y) || !fits(z))
    throw wrong(place, given, `three ${what}`);
  return [x, y, z];
}

function sizeOf(given: unknown, place: string): Vec3 {
  return triple(given, place, (n) => Number.isSafeInteger(n) && n > 0, 'whole numbers > 0');
}

function spacingOf(given: unknown, place: string): Vec3 {
  return triple(given, place, (n) => n > 0, 'numbers > 0');
}

function dtypeOf(given: unknown, place: string): Dtype {
  if (typeof given !== 'string' || !DTYPES.includes(given))
    throw wrong(place, given, DTYPES.join(', '));
  return given as Dtype;
}

/** A copy of plain data. */
function plain(given: unknown, place: string): PlainRecord {
  let left = MOST_VALUES;
  const copy = (value: unknown, at: string, depth: number): ParamJson => {
    left -= typeof value === 'string' ? value.length + 1 : 1;
    if (left < 0 || depth > MOST_DEPTH) throw wrong(at, value, 'fewer and flatter values');
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (Array.isArray(value))
      return value.map((part, i) => copy(part, `${at}[${String(i)}]`, depth + 1));
    return Object.fromEntries(
      Object.entries(record(value, at)).map(([key, part]) => [
        key,
        copy(part, `${at}.${key}`, depth + 1),
      ]),
    );
  };
  return copy(record(given, place), place, 0) as PlainRecord;
}

function source(given: Given, place: string): StudySource {
  return {
    id: text(given['id'], `${place}.id`),
    name: text(given['name'], `${place}.name`),
    bytes: whole(given['bytes'], `${place}.bytes`),
    hash: text(given['hash'], `${place}.hash`, 0),
    options: opening(record(given['options'], `${place}.options`), `${place}.options`),
    facts: given['facts'] === null ? null : facts(given['facts'], `${place}.facts`),
  };
}

/** How each option of opening is read; any other is left out. */
const OPENING: { readonly [K in keyof StudyOpening]-?: (given: unknown, at: string) => unknown } = {
  size: sizeOf,
  dtype: dtypeOf,
  spacing: spacingOf,
  unit: text,
  origin: (given, at) => triple(given, at, () => true, 'numbers'),
  dataset: text,
  channel: (given, at) => (typeof given === 'number' ? whole(given, at) : text(given, at)),
  time: whole,
  level: whole,
  headerBytes: whole,
  bigEndian: flag,
};

function opening(given: Given, place: string): StudyOpening {
  const known = Object.entries(OPENING).filter(([name]) => given[name] !== undefined);
  return Object.fromEntries(
    known.map(([name, read]) => [name, read(given[name], `${place}.${name}`)]),
  );
}

function facts(given: unknown, place: string): StudyFacts {
  const { format, size, dtype, spacing, unit } = record(given, place);
  return {
    format: text(format, `${place}.format`),
    size: sizeOf(size, `${place}.size`),
    dtype: dtypeOf(dtype, `${place}.dtype`),
    spacing: spacingOf(spacing, `${place}.spacing`),
    unit: text(unit, `${place}.unit`),
  };
}

function step(given: Given, place: string): StudyStep {
  const { title } = given;
  return {
    id: text(given['id'], `${place}.id`),
    operation: text(given['operation'], `${place}.operation`),
    on: text(given['on'], `${place}.on`),
    options: plain(given['options'], `${place}.options`),
    enabled: flag(given['enabled'], `${place}.enabled`),
    ...(title === undefined ? {} : { title: text(title, `${place}.title`) }),
  };
}

function region(given: Given, place: string): StudyRegion {
  return {
    id: text(given['id'], `${place}.id`),
    name: text(given['name'], `${place}.name`, 0),
    shape: plain(given['shape'], `${place}.shape`),
  };
}

function brush(given: Given, place: string): StudyBrush {
  const { color } = given;
  if (color !== undefined && !(typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color)))
    throw wrong(`${place}.color`, color, "a colour, '#rrggbb'");
  const tiles = Object.entries(record(given['tiles'], `${place}.tiles`));
  for (const [key, tile] of tiles) {
    const at = `${place}.tiles['${key}']`;
    if (!/^\d{1,5},\d{1,5},\d{1,5}$/.test(key)) throw wrong(at, key, "a place, 'x,y,z' in tiles");
    if (typeof tile !== 'string' || !isTile(tile)) throw wrong(at, tile, '4096 bytes in base64');
  }
  return {
    id: text(given['id'], `${place}.id`),
    name: text(given['name'], `${place}.name`, 0),
    ...(color === undefined ? {} : { color }),
    tiles: Object.fromEntries(tiles) as Readonly<Record<string, string>>,
  };
}

function views(given: unknown): Study['views'] {
  const named = Object.entries(record(given, 'study.views'));
  if (named.length > MOST_ITEMS) throw wrong('study.views', given, 'fewer views');
  return Object.fromEntries(
    named.map(([name, view]) => [name, plain(view, `study.views.${name}`)]),
  );
}

function selection(given: unknown): Study['selection'] {
  const { of, ids } = record(given, 'study.selection');
  if (!Array.isArray(ids) || ids.length > MOST_IDS)
    throw wrong('study.selection.ids', ids, `a list of at most ${String(MOST_IDS)} ids`);
  return {
    of: of === null ? null : text(of, 'study.selection.of'),
    ids: ids.map((id, i) => whole(id, `study.selection.ids[${String(i)}]`)),
  };
}

function unique<K extends string>(
  items: readonly Readonly<Record<K, string>>[],
  place: string,
  key: K,
): void {
  const seen = new Set<string>();
  for (const item of items) {
    if (seen.has(item[key])) throw wrong(place, `with two of the ${key} ${item[key]}`, 'one each');
    seen.add(item[key]);
  }
}
