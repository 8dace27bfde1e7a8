import { CASES, type BenchCase } from '../cases/index.js';
import type { Settings } from '../report/schema.js';
import { element } from './element.js';

/** What a visitor may choose. */
export interface Choices {
  readonly cases: readonly BenchCase[];
  readonly settings: Settings;
}

/** The form: sizes, groups of cases, batches per case. */
export interface Controls {
  readonly form: HTMLElement;
  choices(): Choices;
  setDisabled(disabled: boolean): void;
}

/** What the form offers; for tests it may offer less. */
export interface ControlOptions {
  readonly sizes?: readonly number[];
  /** The sizes that are ticked at first. */
  readonly ticked?: readonly number[];
  readonly samples?: number;
  readonly cases?: readonly BenchCase[];
}

const PER_WAIT = 10;
const BATCH_SECONDS = 1;

/** Makes the form. */
export function makeControls(options: ControlOptions): Controls {
  const {
    sizes = [64, 128, 192, 256, 320],
    ticked = [64, 128],
    samples = 5,
    cases = CASES,
  } = options;
  const sizeBoxes = sizes.map((size) =>
    tick(`${String(size)}³`, String(size), ticked.includes(size)),
  );
  const groups = [...new Set(cases.map(({ group }) => group))];
  const groupBoxes = groups.map((group) => tick(group, group, true));
  const batches = element('input', {
    type: 'number',
    min: '1',
    max: '99',
    value: String(samples),
  });
  const form = element(
    'fieldset',
    {},
    element('div', {}, 'Sizes ', ...sizeBoxes.map(({ label }) => label)),
    element('div', {}, 'Cases ', ...groupBoxes.map(({ label }) => label)),
    element('div', {}, element('label', {}, 'Batches per case ', batches)),
  );
  const chosen = (boxes: readonly Tick[]): string[] =>
    boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
  return {
    form,
    choices: () => ({
      cases: cases.filter(({ group }) => chosen(groupBoxes).includes(group)),
      settings: {
        sizes: chosen(sizeBoxes).map(Number),
        samples: Math.max(1, Math.round(batches.valueAsNumber || samples)),
        perWait: PER_WAIT,
        batchSeconds: BATCH_SECONDS,
      },
    }),
    setDisabled: (disabled) => {
      form.toggleAttribute('disabled', disabled);
    },
  };
}

interface Tick {
  readonly label: HTMLLabelElement;
  readonly box: HTMLInputElement;
}

function tick(text: string, value: string, checked: boolean): Tick {
  const box = element('input', { type: 'checkbox', value, checked });
  return { box, label: element('label', {}, box, text) };
}
