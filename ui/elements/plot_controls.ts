// What a plot is set by: lists of kinds and columns, and bounds of what is chosen.
import { html, nothing } from 'lit';
import { language, parseNumber, text } from '../language.js';
import { typedText } from '../numbers/cell_format.js';
import { fill } from '../strings.js';

/** A list to choose from; `null` stands for its first entry where it has one without a value. */
export function choiceOf(
  label: string,
  value: string | null,
  options: readonly (readonly [value: string, name: string])[],
  change: (value: string) => void,
): unknown {
  return html`<label
    ><span class="soft">${label}</span>
    <select
      @change=${({ target }: Event) => {
        change((target as HTMLSelectElement).value);
      }}
    >
      ${options.map(
        ([option, name]) =>
          html`<option value=${option} .selected=${option === (value ?? '')}>${name}</option>`,
      )}
    </select></label
  >`;
}

/** A box to tick. */
export function tickOf(label: string, isOn: boolean, change: (isOn: boolean) => void): unknown {
  return html`<label
    ><input
      type="checkbox"
      .checked=${isOn}
      @change=${({ target }: Event) => {
        change((target as HTMLInputElement).checked);
      }}
    />${label}</label
  >`;
}

/** A closed interval; a bound that is left out is infinite. */
export interface Interval {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Fields for the bounds of what is chosen along an axis. */
export function intervalFields(
  axis: string,
  column: string,
  interval: Interval | null,
  change: (interval: Interval | null) => void,
): unknown {
  const strings = text();
  const field = (end: 'min' | 'max'): unknown => {
    const value = interval?.[end];
    return html`<input
      inputmode="decimal"
      aria-label=${fill(end === 'min' ? strings.fromOf : strings.toOf, { column })}
      placeholder=${end === 'min' ? strings.from : strings.to}
      .value=${value === undefined ? '' : typedText(value, language())}
      @change=${({ target }: Event) => {
        const input = target as HTMLInputElement;
        const typed = parseNumber(input.value);
        const bad = typed === undefined && input.value.trim() !== '';
        input.classList.toggle('bad', bad);
        input.setAttribute('aria-invalid', String(bad));
        input.setCustomValidity(bad ? strings.noNumber : '');
        if (bad) {
          input.reportValidity();
          return;
        }
        const next = { ...interval, [end]: typed };
        change(next.min === undefined && next.max === undefined ? null : next);
      }}
    />`;
  };
  return html`<span class="axis"
    >${axis === '' ? nothing : html`<span class="soft">${axis}</span>`}${field('min')}–${field(
      'max',
    )}</span
  >`;
}
