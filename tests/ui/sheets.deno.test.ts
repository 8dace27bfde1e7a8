import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab, Table, Volume } from '../../src/index.js';
import * as operations from '../../src/operations/index.js';
import { ROLL_MATERIALS, syntheticRoll, syntheticStack } from '../../src/synthetic/index.js';
import { rowsOf } from '../../ui/numbers/result_rows.js';
import { resultsOfSession } from '../../ui/report/session_results.js';
import { studyNotebook } from '../../ui/report/index.js';
import {
  addSource,
  addStep,
  Catalogue,
  changeStep,
  emptyStudy,
  Session,
  type PlainRecord,
} from '../../ui/session/index.js';

// Rolls and stacks as steps of a study: they wait for their sheet, and what is called on them for
// them.

const catalogue = new Catalogue(operations);
const { anode, copper } = ROLL_MATERIALS;
let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

/** A session of a volume; `add` adds a step. */
function sessionOf(volume: Volume) {
  const source = { name: 'scan', bytes: 0, hash: '', options: {}, facts: null };
  const session = new Session(catalogue, addSource(emptyStudy(), source)[0]);
  session.attach('v1', volume);
  const add = (operation: string, on: string, options: PlainRecord = {}): string => {
    let made = '';
    session.edit(operation, (study) => {
      const [next, id] = addStep(study, catalogue, { operation, on, options });
      made = id;
      return next;
    });
    return made;
  };
  return { session, add };
}

test('a roll waits for its windings, and steps go on from it', async () => {
  const made = syntheticRoll({ size: [160, 160, 4], spacing: 50, core: 900 });
  const { size, spacing, unit } = made.grid;
  const volume = await lab.open(
    { data: made.materials(0, 4), size },
    { name: 'scan', spacing, unit },
  );
  const { session, add } = sessionOf(volume);
  const mask = add('equals', 'v1', { values: [anode, copper] });
  const roll = add('roll', 'v1', { electrode: { ref: mask } });
  const flat = add('unroll', roll, { method: 'nearest', from: -100, to: 100 });
  const turns = add('turns', roll);
  const moments = add('moments', flat);
  const outcomes = [roll, flat, turns, moments].map((id) => session.outcomes.value.get(id));
  expect(outcomes).toEqual(['roll', 'volume', 'value', 'value']);
  const waiting = session.handles.value;
  expect(waiting.handles.has(roll)).toBe(false);
  expect([...waiting.queries.keys()]).toEqual([roll]);
  expect(waiting.errors.get(flat)!.message).toMatch(/^unroll: step 2 has not been computed; run /);
  expect(waiting.errors.get(moments)!.details['waits']).toBe(true);
  expect(resultsOfSession(session).missing.map(({ why }) => why)).toEqual(Array(3).fill('not run'));
  expect(() => session.export()).toThrow('run the measures');

  await session.results.run();
  const { handles, errors } = session.handles.value;
  expect(errors.size).toBe(0);
  expect((handles.get(flat) as Volume).size[1]).toBe(5);
  const found = session.results.byStep.value;
  const own = await lab.roll(volume, volume.equals([anode, copper]).windings());
  const table = found.get(turns)!.value as Table;
  expect(table.column('gap')).toEqual((await own.turns()).column('gap'));
  const [pitch] = rowsOf('roll', found.get(roll)!.value);
  expect(pitch!.label).toBe('pitch');
  expect(Math.abs(pitch!.value / made.truth.pitch - 1)).toBeLessThan(0.02);
  expect(resultsOfSession(session).results.map(({ step }) => step)).toEqual([roll, turns, moments]);

  // The stored recipe gives the same elsewhere.
  const { recipe } = session.export();
  const again = await lab.run(JSON.parse(JSON.stringify(recipe)), { scan: volume });
  expect((again['turns'] as Table).column('gap')).toEqual(table.column('gap'));
  const text = studyNotebook(session);
  expect(text).toContain('const roll = await lab.roll(scan, equals.windings());');
  expect(text).toContain('const turns = await roll.turns();');

  // Another electrode is another roll: all that came of the old one waits again.
  session.edit('other', (study) => changeStep(study, mask, { options: { values: [anode] } }));
  expect(session.handles.value.handles.has(flat)).toBe(false);
  expect(session.results.byStep.value.get(turns)!.stale).toBe(true);
  session.undo();
  expect(session.handles.value.handles.get(flat)).toBe(handles.get(flat));
});

test('a roll without an electrode, or of what is none, says so at its step', async () => {
  const volume = await lab.open({ data: new Uint8Array(8), size: [2, 2, 2] }, { name: 'scan' });
  const { session, add } = sessionOf(volume);
  const without = add('roll', 'v1');
  const other = add('roll', 'v1', { electrode: { ref: 'v1' } });
  const { errors } = session.handles.value;
  expect(errors.get(without)!.message).toBe('roll: electrode is undefined; allowed: a mask.');
  expect(errors.get(other)!.message).toBe('roll: electrode is no mask; choose another.');
});

test('gaps of a stack are places in the scan', async () => {
  const made = syntheticStack({
    ...{ size: [64, 64, 80], spacing: 25, sheets: 4, extent: [4000, 4000], tilt: [0, 0] },
    defects: { outgrowths: 0, particles: 0, overhangs: 0, delaminations: 1 },
  });
  const { size, spacing, unit } = made.grid;
  const data = made.materials(0, size[2]);
  const volume = await lab.open({ data, size }, { name: 'scan', spacing, unit });
  const { session, add } = sessionOf(volume);
  const mask = add('equals', 'v1', { values: [anode, copper] });
  const stack = add('stack', 'v1', { electrode: { ref: mask } });
  const gaps = add('delaminationTable', stack);
  await session.results.run();
  const table = session.results.byStep.value.get(gaps)!.value as Table;
  expect(table.length).toBe(1);
  const at = ['x', 'y', 'z'].map((name) => Math.round(table.column(name)[0]! / 25));
  const [truth] = made.truth.delaminations;
  expect(Math.hypot(at[0]! - truth!.u / 25, at[1]! - truth!.v / 25)).toBeLessThan(3);
  // Half a pitch above the anode lies the gap, or the separator or cathode beside it.
  const code = data[at[0]! + size[0] * (at[1]! + size[1] * at[2]!)];
  expect([anode, copper]).not.toContain(code);
});
