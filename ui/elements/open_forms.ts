// What is asked of a file that does not say it: size and type, which image, the size of voxels.
import { html, nothing } from 'lit';
import type { Dtype, FileFacts, ImageFacts, Vec3 } from 'voxmetry';
import { parseNumber, text } from '../language.js';
import type { StudyOpening } from '../session/study.js';
import { fill } from '../strings.js';
import type { ChosenInput, RawGuess } from './open_input.js';

/** What a form can do besides what it is for. */
interface FormHands {
  /** Says what is wrong with what was typed. */
  readonly fail: (message: string) => void;
  readonly cancel: () => void;
}

const DTYPES: readonly Dtype[] = ['u8', 'u16', 'i16', 'f32', 'u32', 'i32', 'i8'];
const UNITS = ['µm', 'nm', 'mm'];

/** Asks for the size and type of a raw file. */
export function rawForm(
  chosen: ChosenInput,
  guesses: readonly RawGuess[],
  hands: FormHands & { readonly look: (options: StudyOpening) => void },
): unknown {
  const strings = text();
  const [first] = guesses;
  return openForm(
    hands,
    fill(strings.rawTitle, { name: chosen.name, bytes: chosen.bytes }),
    (form) => {
      const size = threeIn(form, 'size');
      const dtype = choiceIn(form, 'dtype') as Dtype;
      const headerBytes = parseNumber(textIn(form, 'header')) ?? 0;
      const bigEndian = form.querySelector<HTMLInputElement>('[name=big]')!.checked;
      if (size === undefined) {
        hands.fail(strings.threeNumbers);
        return;
      }
      hands.look({ size, dtype, headerBytes, bigEndian });
    },
    html`${
        guesses.length === 0
          ? nothing
          : html`<div class="row" role="group" aria-label=${strings.guesses}>
              <span class="soft small">${strings.guesses}</span>
              ${guesses.map(
                ({ size, dtype }) =>
                  html`<button
                    type="button"
                    class="small"
                    @click=${(event: Event) => {
                      fillRaw((event.target as HTMLButtonElement).form!, size, dtype);
                    }}
                  >
                    ${size.join(' × ')} ${dtype ?? ''}
                  </button>`,
              )}
            </div>`
      }
      ${threeInputs('size', strings.sizeInVoxels, first?.size.map(String))}
      <label
        ><span>${strings.type}</span>
        <select name="dtype">
          ${DTYPES.map(
            (dtype) =>
              html`<option ?selected=${dtype === (first?.dtype ?? 'u16')}>${dtype}</option>`,
          )}
        </select></label
      >
      <label
        ><span>${strings.headerBytes}</span><input name="header" inputmode="numeric" .value=${'0'}
      /></label>
      <label><input name="big" type="checkbox" />${strings.bigEndian}</label>`,
  );
}

function fillRaw(form: HTMLFormElement, size: Vec3, dtype: Dtype | undefined): void {
  size.forEach((n, i) => {
    const input = form.querySelector<HTMLInputElement>(`[name=size${'xyz'[i]!}]`);
    if (input !== null) input.value = String(n);
  });
  const select = form.querySelector<HTMLSelectElement>('[name=dtype]');
  if (select !== null && dtype !== undefined) select.value = dtype;
}

/** Asks which image of several. */
export function imageForm(
  chosen: ChosenInput,
  facts: FileFacts,
  hands: FormHands & {
    readonly settle: (options: StudyOpening, image: ImageFacts) => void;
  },
): unknown {
  const strings = text();
  const images = facts.images.flatMap((image, i) =>
    (image.channels.length > 0 ? image.channels : [undefined]).flatMap((channel) =>
      Array.from({ length: image.times }, (_, time) => ({ image, i, channel, time })),
    ),
  );
  return openForm(
    hands,
    fill(strings.imageTitle, { name: chosen.name }),
    (form) => {
      const { image, channel, time } = images[Number(choiceIn(form, 'image'))]!;
      const options: StudyOpening = {
        ...(image.path === '' ? {} : { dataset: image.path }),
        ...(channel === undefined ? {} : { channel }),
        ...(image.times > 1 ? { time } : {}),
      };
      hands.settle(options, image);
    },
    html`<label
      ><span>${strings.image}</span
      ><select name="image">
        ${images.map(
          ({ image, channel, time }, n) =>
            html`<option value=${n}>
              ${[
                image.path,
                channel ?? '',
                image.times > 1 ? `t ${String(time)}` : '',
                `${image.size.join(' × ')} ${image.dtype}`,
              ]
                .filter((part) => part !== '')
                .join(' · ')}
            </option>`,
        )}
      </select></label
    >`,
  );
}

/** Asks for the size of voxels. */
export function spacingForm(
  chosen: ChosenInput,
  options: StudyOpening,
  image: ImageFacts,
  hands: FormHands & { readonly open: (options: StudyOpening) => void },
): unknown {
  const strings = text();
  return openForm(
    hands,
    fill(strings.spacingTitle, { name: chosen.name }),
    (form) => {
      const spacing = threeIn(form, 'spacing');
      if (spacing?.every((n) => n > 0) !== true) {
        hands.fail(strings.threeLengths);
        return;
      }
      hands.open({ ...options, spacing, unit: textIn(form, 'unit') || 'µm' });
    },
    html`<p class="soft small">
        ${`${image.size.join(' × ')} ${image.dtype}. ${strings.spacingWhy}`}
      </p>
      ${threeInputs('spacing', strings.voxelSize, undefined)}
      <label
        ><span>${strings.unit}</span
        ><input name="unit" list="units" .value=${'µm'} autocomplete="off"
      /></label>
      <datalist id="units">${UNITS.map((unit) => html`<option>${unit}</option>`)}</datalist>`,
    html`<button
      type="button"
      @click=${() => {
        hands.open(options);
      }}
    >
      ${strings.leaveInVoxels}
    </button>`,
  );
}

function openForm(
  hands: FormHands,
  title: string,
  submit: (form: HTMLFormElement) => void,
  content: unknown,
  more: unknown = nothing,
): unknown {
  const strings = text();
  return html`<form
    novalidate
    aria-label=${title}
    @submit=${(event: Event) => {
      event.preventDefault();
      submit(event.target as HTMLFormElement);
    }}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Escape') hands.cancel();
    }}
  >
    <h3>${title}</h3>
    ${content}
    <div class="row">
      <button class="primary">${strings.open}</button>
      ${more}
      <button
        type="button"
        @click=${() => {
          hands.cancel();
        }}
      >
        ${strings.cancel}
      </button>
    </div>
  </form>`;
}

function threeInputs(name: string, label: string, values: readonly string[] | undefined): unknown {
  return html`<fieldset>
    <legend>${label}</legend>
    ${['x', 'y', 'z'].map(
      (axis, i) =>
        html`<label
          >${axis}<input
            name=${name + axis}
            inputmode="decimal"
            autocomplete="off"
            .value=${values?.[i] ?? ''}
        /></label>`,
    )}
  </fieldset>`;
}

function textIn(form: HTMLFormElement, name: string): string {
  return form.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value.trim() ?? '';
}

function choiceIn(form: HTMLFormElement, name: string): string {
  return form.querySelector<HTMLSelectElement>(`select[name=${name}]`)?.value ?? '';
}

/** Three numbers; one in the first field stands for all where the others are empty. */
function threeIn(form: HTMLFormElement, name: string): Vec3 | undefined {
  const texts = ['x', 'y', 'z'].map((axis) => textIn(form, name + axis));
  const [first = '', ...others] = texts;
  const all = others.every((each) => each === '') ? [first, first, first] : texts;
  const [x, y, z] = all.map(parseNumber);
  return x === undefined || y === undefined || z === undefined ? undefined : [x, y, z];
}
