// What samples are compared by: limits that they keep or not, and what of them may be pooled.
import { html, nothing } from 'lit';
import type { VoxmetryError } from 'voxmetry';
import { writeNumber } from '../../language.js';
import type { Limit } from '../../records/limits.js';
import type { Records } from '../../records/records.js';
import type { Alike } from '../../records/summarise.js';
import type { RecordHands } from './record_hands.js';
import { recordsText, unitText } from './records_language.js';
import type { ShownMetric } from './records_view.js';

/** Fields for the limits that samples are to keep by a metric. */
export function limitFields(
  records: Records,
  { metric, unit }: ShownMetric,
  limit: Limit | undefined,
  { change, numberIn }: RecordHands,
): unknown {
  const strings = recordsText();
  const others = records.limits.filter((each) => each.metric !== metric);
  const field = (end: 'lower' | 'upper'): unknown =>
    html`<label
      >${strings[end]}
      <input
        class="number"
        name=${end}
        inputmode="decimal"
        .value=${limit?.[end] === undefined ? '' : writeNumber(limit[end])}
        @change=${(event: Event) => {
          const number = numberIn(event);
          if (number === null) return;
          const next = { ...limit, metric, unit, [end]: number };
          const none = next.lower === undefined && next.upper === undefined;
          void change(() => records.setLimits(none ? others : [...others, next]));
        }}
    /></label>`;
  return html`<span class="row" role="group" aria-label=${strings.limits}
    >${field('lower')} ${field('upper')} <span class="soft">${unitText(unit)}</span></span
  >`;
}

/** Why values are not pooled; what may differ can be allowed to. */
export function poolingRefusal(error: VoxmetryError, allow: (may: Alike) => void): unknown {
  const { field } = error.details as { readonly field?: string };
  const may = (['estimator', 'border', 'connectivity'] as const).find((each) => each === field);
  return html`<p class="error" role="alert">${error.message}</p>
    ${
      may === undefined
        ? nothing
        : html`<button
            @click=${() => {
              allow(may);
            }}
          >
            ${recordsText().poolAnyway}
          </button>`
    }`;
}
