// Which samples of the records are shown, and which recipe's results.
import { html, nothing } from 'lit';
import { writeNumber } from '../../language.js';
import type { Records } from '../../records/records.js';
import { fill } from '../../strings.js';
import { valueOf, type RecordHands } from './record_hands.js';
import { recordsText } from './records_language.js';
import type { ShownFilter } from './records_view.js';

/** What of the records is shown. */
export interface ShownRecords {
  readonly filter: ShownFilter;
  /** '' for those of all recipes. */
  readonly recipe: string;
}

interface FilterHands extends Pick<RecordHands, 'numberIn'> {
  readonly setFilter: (filter: ShownFilter) => void;
  readonly setRecipe: (recipe: string) => void;
}

/** Chooses samples by a column of their metadata, and results by their recipe. */
export function recordFilters(
  records: Records,
  { filter, recipe }: ShownRecords,
  hands: FilterHands,
): unknown {
  const strings = recordsText();
  const columns = records.metadataColumns;
  const recipes = records.valuesOf('recipe').map(String);
  const { column, is } = filter;
  const chosen = columns.find(({ name }) => name === column);
  return html`<div class="row">
    ${
      columns.length === 0
        ? nothing
        : html`<label
            >${strings.filterBy}
            <select
              id="filter"
              @change=${(event: Event) => {
                const name = valueOf(event);
                hands.setFilter({ column: name, is: '', min: undefined, max: undefined });
              }}
            >
              <option value="">${strings.allSamples}</option>
              ${columns.map(
                ({ name }) =>
                  html`<option value=${name} ?selected=${name === column}>${name}</option>`,
              )}
            </select></label
          >`
    }
    ${
      chosen?.kind === 'text'
        ? html`<select
            aria-label="${column} ${strings.isOneOf}"
            @change=${(event: Event) => {
              hands.setFilter({ ...filter, is: valueOf(event) });
            }}
          >
            <option value="">${strings.all}</option>
            ${records
              .valuesOf(column)
              .map(
                (value) => html`<option value=${value} ?selected=${value === is}>${value}</option>`,
              )}
          </select>`
        : nothing
    }
    ${chosen?.kind === 'number' ? [bound('min', filter, hands), bound('max', filter, hands)] : nothing}
    ${
      recipes.length < 2
        ? nothing
        : html`<label
            >${strings.recipe}
            <select
              id="recipe"
              @change=${(event: Event) => {
                hands.setRecipe(valueOf(event));
              }}
            >
              <option value="">${strings.all}</option>
              ${recipes.map(
                (each, i) =>
                  html`<option value=${each} ?selected=${each === recipe}>
                    ${fill(strings.recipeN, { n: i + 1, hash: each.slice(0, 8) })}
                  </option>`,
              )}
            </select></label
          >`
    }
  </div>`;
}

function bound(end: 'min' | 'max', filter: ShownFilter, hands: FilterHands): unknown {
  const { column } = filter;
  const strings = recordsText();
  const word = end === 'min' ? strings.from : strings.to;
  const value = filter[end];
  return html`<label
    >${word}
    <input
      class="number"
      inputmode="decimal"
      aria-label="${column} ${word}"
      .value=${value === undefined ? '' : writeNumber(value)}
      @change=${(event: Event) => {
        const number = hands.numberIn(event);
        if (number !== null) hands.setFilter({ ...filter, [end]: number });
      }}
  /></label>`;
}
