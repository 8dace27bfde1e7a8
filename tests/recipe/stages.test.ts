import { expect, test } from 'vitest';
import { asStage } from '../../src/recipe/as_stage.js';
import { Stages, type StageTime } from '../../src/recipe/stages.js';

/** A clock that is set by hand. */
function clockwork(): { readonly stages: Stages; readonly at: (ms: number) => void } {
  let now = 0;
  const stages = new Stages(0, () => now);
  return { stages, at: (ms) => (now = ms) };
}

const byName = (times: readonly StageTime[]): Record<string, number> =>
  Object.fromEntries(times.map(({ name, ms }) => [name, ms]));

test('every moment belongs to the stage that began last of those under way', () => {
  const { stages, at } = clockwork();
  at(10);
  // What came before the first stage is its own.
  const outer = stages.begin('outer');
  at(30);
  const inner = stages.begin('inner');
  at(35);
  const last = stages.begin('last');
  at(42);
  inner();
  at(50);
  last();
  at(51);
  outer();
  at(60);
  expect(byName(stages.lap())).toEqual({ outer: 31, inner: 5, last: 15, other: 9 });
  at(64);
  expect(byName(stages.lap())).toEqual({ other: 4 });
});

test('ending twice ends once, and no other stage of the same name', () => {
  const { stages, at } = clockwork();
  const first = stages.begin('a');
  const second = stages.begin('a');
  at(3);
  first();
  first();
  at(5);
  second();
  at(6);
  expect(byName(stages.lap())).toEqual({ a: 5, other: 1 });
});

test('parts take their time from the stage that they lay in, and no more than it had', () => {
  const { stages, at } = clockwork();
  const end = stages.begin('gpu');
  at(20);
  end();
  stages.divide(
    'gpu',
    [
      { name: 'one', ms: 6 },
      { name: 'two', ms: 2 },
    ],
    20,
  );
  expect(byName(stages.lap())).toEqual({ gpu: 12, one: 6, two: 2, other: 0 });
  const again = stages.begin('gpu');
  at(24);
  again();
  stages.divide(
    'gpu',
    [
      { name: 'one', ms: 6 },
      { name: 'two', ms: 2 },
    ],
    4,
  );
  expect(byName(stages.lap())).toEqual({ gpu: 0, one: 3, two: 1, other: 0 });
});

test('work that fails ends its stage', async () => {
  const { stages, at } = clockwork();
  const failing = asStage(stages, 'work', () => {
    at(7);
    return Promise.reject(new Error('no'));
  });
  await expect(failing).rejects.toThrow('no');
  at(9);
  expect(byName(stages.lap())).toEqual({ work: 7, other: 2 });
});
