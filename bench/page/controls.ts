import { CASES, type BenchCase } from '../cases/index.js';
import { DEFAULT_SETTINGS, type Settings } from '../report/schema.js';
import { element } from './element.js';

/** What a visitor may choose. */
export interface Choices {
  readonly cases: readonly BenchCase[];
  readonly settings: Settings;
  readonly peers: boolean;
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
  /** What the form does not ask for, and how many batches it starts with. */
  readonly settings?: Partial<Settings>;
  readonly cases?: readonly BenchCase[];
}

const OFFERED = [64, 128, 192, 256, 320];
const TICKED = [64, 128];

/** Makes the form. */
export function makeControls(options: ControlOptions): Controls {
  const { sizes = OFFERED, ticked = TICKED, cases = CASES } = options;
  const defaults = { ...DEFAULT_SETTINGS, ...options.settings };
  const sizeBoxes = sizes.map((size) =>
    tick(`${String(size)}³`, String(size), ticked.includes(size)),
  );
  const groups = [...new Set(cases.map(({ group }) => group))];
  const groupBoxes = groups.map((group) => tick(group, group, true));
  const batches = element('input', {
    type: 'number',
    min: '1',
    max: '99',
    value: String(defaults.samples),
  });
  const peers = tick('Compare with niimath (WebAssembly)', 'niimath', true);
  const form = element(
    'fieldset',
    {},
    element('div', {}, 'Sizes ', ...sizeBoxes.map(({ label }) => label)),
    element('div', {}, 'Cases ', ...groupBoxes.map(({ label }) => label)),
    element('div', {}, element('label', {}, 'Batches per case ', batches), peers.label),
  );
  const chosen = (boxes: readonly Tick[]): string[] =>
    boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
  return {
    form,
    choices: () => ({
      peers: peers.box.checked,
      cases: cases.filter(({ group }) => chosen(groupBoxes).includes(group)),
      settings: {
        ...defaults,
        sizes: chosen(sizeBoxes).map(Number),
        samples: Math.max(1, Math.round(batches.valueAsNumber || defaults.samples)),
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
