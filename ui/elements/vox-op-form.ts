import { html, nothing } from 'lit';
import type { ParamJson, VoxmetryError } from 'voxmetry';
import type { OperationDescription, OptionDescription, StepKind } from 'voxmetry/operations';
import { define, look, VoxElement } from '../element.js';
import { text } from '../language.js';
import { loadCatalogue, type Catalogue } from '../session/catalogue.js';
import { refsIn, type PlainRecord } from '../session/study.js';
import { fill } from '../strings.js';
import { choicesOf, draftOf, formOf, namesOf, stepped, valueOf, type Draft } from './op_fields.js';
import { opFormStyle } from './op_form_style.js';

/** A grid that an option may name. */
export interface GridChoice {
  /** What the option holds for it: the id of a source or a step. */
  readonly id: string;
  readonly label: string;
  readonly kind: StepKind;
}

/** What `vox-options` says. */
export interface OptionsDetail {
  /** All options that are not left out; a grid is `{ ref: id }`. */
  readonly options: PlainRecord;
  /** Whether Enter was pressed, or a choice was made; not while a number is being typed. */
  readonly applied: boolean;
}

/** Milliseconds without a key after which what is typed is said. */
const WAIT = 250;

/**
 * A form for the options of one operation, drawn from its description: for any operation of the
 * library. What is out of range gets the library's own message at its field, and is not said.
 * Numbers take a decimal point or a comma; arrow keys change them. Enter applies; Escape goes back
 * to what was applied last.
 *
 * @fires vox-options - {@link OptionsDetail}; when all options are right, after typing has paused.
 * @csspart field - One option: its label, inputs, hint or message.
 * @example
 * ```ts no-run
 * import 'voxmetry/ui';
 * const form = document.body.appendChild(document.createElement('vox-op-form'));
 * form.operation = 'gaussian';
 * form.unit = 'µm';
 * form.addEventListener('vox-options', (event) => console.log(event));
 * ```
 */
export class VoxOpForm extends VoxElement {
  /** @internal */
  static readonly properties = {
    operation: { type: String },
    kind: { type: String },
    options: { attribute: false },
    grids: { attribute: false },
    unit: { type: String },
    error: { attribute: false },
  };
  /** @internal */
  static readonly styles = [look, opFormStyle];

  /** The name of the operation. Default ''. */
  declare operation: string;
  /** What it is called on: of operations of the same name, which. Default '', the first. */
  declare kind: StepKind | '';
  /** The options as they are; those that are left out have their defaults. Default {}. */
  declare options: PlainRecord;
  /** The grids that options may name. Default []. */
  declare grids: readonly GridChoice[];
  /** The unit of lengths, that of the grid. Default 'px'. */
  declare unit: string;
  /** What the call threw: shown at its option where it names one. Default null. */
  declare error: VoxmetryError | null;
  #catalogue: Catalogue | undefined;
  #drafts: Record<string, Draft> = {};
  /** What was said or given last, as text: the same need not be said or drawn anew. */
  #said = '';
  /** Whether all that is missing is said: once Enter has been pressed. */
  #asked = false;
  #applied: PlainRecord = {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.operation = '';
    this.kind = '';
    this.options = {};
    this.grids = [];
    this.unit = 'px';
    this.error = null;
  }

  /** @internal */
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#catalogue !== undefined) return;
    void loadCatalogue().then((catalogue) => {
      this.#catalogue = catalogue;
      this.requestUpdate();
    });
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /** The description of the operation; undefined while it loads, and of an unknown one. */
  get description(): OperationDescription | undefined {
    const all = this.#catalogue?.all ?? [];
    return all.find(
      ({ name, of }) => name === this.operation && (this.kind === '' || of.includes(this.kind)),
    );
  }

  /** @internal */
  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    const another = changed.has('operation') || changed.has('kind');
    if (another) {
      this.#drafts = {};
      this.#asked = false;
    }
    if (another || (changed.has('options') && JSON.stringify(this.options) !== this.#said)) {
      this.#drafts = {};
      this.#applied = this.options;
      this.#said = JSON.stringify(this.options);
    }
  }

  /** @internal */
  protected override render(): unknown {
    const description = this.description;
    if (description === undefined) return nothing;
    const values = this.#values(description);
    const errors = this.#errors(description);
    const { error } = this;
    const at = error?.details['parameter'];
    const atField = description.options.some(({ name }) => name === at);
    return html`<form
      novalidate
      aria-label=${description.label}
      @submit=${(event: Event) => {
        event.preventDefault();
        this.#asked = true;
        this.requestUpdate();
        this.#say(true);
      }}
      @keydown=${this.#onKey}
    >
      ${
        description.options.length === 0
          ? html`<p class="soft whole">${text().noOptions}</p>`
          : nothing
      }
      ${
        error !== null && !atField
          ? html`<p class="error whole" role="alert">${error.message}</p>`
          : nothing
      }
      ${description.options.map((option) =>
        this.#field(
          option,
          (this.#asked || values[option.name] !== undefined
            ? errors[option.name]?.message
            : undefined) ?? (atField && at === option.name ? error?.message : undefined),
        ),
      )}
      <button hidden></button>
    </form>`;
  }

  #field(option: OptionDescription, message: string | undefined): unknown {
    const form = formOf(option);
    const several = form === 'triple' || form === 'box' || form === 'set';
    const id = `in-${option.name}`;
    const hint = `hint-${option.name}`;
    const inputs = this.#inputs(option, message !== undefined);
    return html`<div class="field" part="field">
      ${
        several
          ? html`<span class="label" id="label-${option.name}">${option.label}</span>`
          : html`<label for=${id}>${option.label}</label>`
      }
      <div class="value">
        <div
          class="inputs ${form}"
          role=${several ? 'group' : nothing}
          aria-labelledby=${several ? `label-${option.name}` : nothing}
          aria-describedby=${several ? hint : nothing}
        >
          ${inputs}
        </div>
        ${
          message === undefined
            ? html`<p class="soft" id=${hint}>${option.doc} ${this.#fallback(option)}</p>`
            : html`<p class="error" id=${hint}>${message}</p>`
        }
      </div>
    </div>`;
  }

  /** What is used where the option is left out. */
  #fallback(option: OptionDescription): string {
    if (!option.optional)
      return valueOf(option, this.#draft(option)) === undefined ? text().required : '';
    if (option.default === null || option.type === 'flag') return '';
    const draft = draftOf(option, option.default);
    const parts = Object.entries(draft).filter(([key]) => key !== 'unit');
    const values = formOf(option) === 'set' ? parts.map(([key]) => key) : parts.map(([, v]) => v);
    const alike = values.every((value) => value === values[0]);
    const [first = ''] = values;
    const value = !alike ? values.join(', ') : first === '' ? text().none : first;
    const unit = draft['unit'] === 'voxels' ? ` ${text().voxels}` : '';
    return fill(text().defaultIs, { value: value + unit });
  }

  #draft(option: OptionDescription): Draft {
    return (this.#drafts[option.name] ??= draftOf(option, this.options[option.name]));
  }

  #inputs(option: OptionDescription, bad: boolean): unknown {
    const draft = this.#draft(option);
    const { name } = option;
    const field = { id: `in-${name}`, hint: `hint-${name}`, bad };
    switch (formOf(option)) {
      case 'flag':
        return html`<input
          id=${field.id}
          type="checkbox"
          aria-describedby=${field.hint}
          .checked=${draft['v'] === 'true'}
          @change=${(event: Event) => {
            this.#set(option, 'v', checkedOf(event) ? 'true' : '', true);
          }}
        />`;
      case 'choice':
        return this.#choice(option, field, draft);
      case 'number':
        return [this.#input(option, 'v', field, true), this.#unit(option.unit)];
      case 'length':
        return [
          this.#input(option, 'v', field, true),
          html`<select
            aria-label=${`${option.label}: ${text().unit}`}
            .value=${draft['unit'] ?? ''}
            @change=${(event: Event) => {
              this.#set(option, 'unit', valueAt(event), true);
            }}
          >
            <option value="" ?selected=${draft['unit'] !== 'voxels'}>${this.unit}</option>
            <option value="voxels" ?selected=${draft['unit'] === 'voxels'}>${text().voxels}</option>
          </select>`,
        ];
      case 'triple':
        return [this.#three(option, '', field), this.#unit(option.unit)];
      case 'box':
        return [this.#three(option, 'origin ', field), this.#three(option, 'size ', field)];
      case 'set':
        return (namesOf(option) ?? []).map(
          (each) =>
            html`<label
              ><input
                type="checkbox"
                .checked=${draft[each] === 'true'}
                @change=${(event: Event) => {
                  this.#set(option, each, checkedOf(event) ? 'true' : '', true);
                }}
              />${each}</label
            >`,
        );
      case 'numbers':
        return [this.#input(option, 'v', field, false, true), this.#unit(option.unit)];
      case 'texts':
      case 'record':
      case 'text':
        return this.#input(option, 'v', field, false, true);
      case 'handle':
        return this.#grids(
          option,
          field,
          draft,
          namedIn(draft) || (option.optional ? text().none : ''),
        );
      case 'operand':
        return [
          this.#grids(option, field, draft, text().aNumber),
          draft['of'] === '' ? this.#input(option, 'v', { ...field, id: '' }, true) : nothing,
        ];
      case 'grid':
        return [
          this.#grids(option, field, draft, text().asStated),
          draft['of'] === ''
            ? html`<textarea
                aria-label=${option.label}
                aria-describedby=${field.hint}
                aria-invalid=${bad ? 'true' : 'false'}
                .value=${draft['v'] ?? ''}
                placeholder='{"size": [100, 100, 100], "spacing": [1, 1, 1], "origin": [0, 0, 0], "unit": "µm"}'
                @input=${(event: Event) => {
                  this.#set(option, 'v', valueAt(event), false);
                }}
              ></textarea>`
            : nothing,
        ];
    }
  }

  #choice(option: OptionDescription, field: Field, draft: Draft): unknown {
    const choices = choicesOf(option).map(String);
    const empty = !option.optional || option.default === null;
    return html`<select
      id=${field.id}
      aria-describedby=${field.hint}
      aria-invalid=${field.bad ? 'true' : 'false'}
      @change=${(event: Event) => {
        this.#set(option, 'v', valueAt(event), true);
      }}
    >
      ${
        empty
          ? html`<option value="" ?selected=${draft['v'] === ''}>
              ${option.optional ? text().automatic : text().choose}
            </option>`
          : nothing
      }
      ${choices.map(
        (each) => html`<option value=${each} ?selected=${each === draft['v']}>${each}</option>`,
      )}
    </select>`;
  }

  #grids(option: OptionDescription, field: Field, draft: Draft, empty: string): unknown {
    const kinds = formOf(option) === 'grid' ? GRID_KINDS : option.kinds;
    const fitting = this.grids.filter(({ kind }) => kinds.includes(kind));
    const none = fitting.length === 0 && empty === '';
    return html`<select
      id=${field.id}
      aria-describedby=${field.hint}
      aria-invalid=${field.bad ? 'true' : 'false'}
      @change=${(event: Event) => {
        this.#set(option, 'of', valueAt(event), true);
      }}
    >
      <option value="" ?selected=${draft['of'] === ''}>
        ${
          empty !== ''
            ? empty
            : none
              ? fill(text().noGrid, { kinds: kinds.join(', ') })
              : text().choose
        }
      </option>
      ${fitting.map(
        ({ id, label }) =>
          html`<option value=${id} ?selected=${id === draft['of']}>${label}</option>`,
      )}
    </select>`;
  }

  #three(option: OptionDescription, prefix: string, field: Field): unknown {
    return ['x', 'y', 'z'].map(
      (axis) =>
        html`<label
          >${prefix + axis} ${this.#input(option, prefix + axis, { ...field, id: '' }, true)}</label
        >`,
    );
  }

  #input(
    option: OptionDescription,
    part: string,
    field: Field,
    numeric: boolean,
    wide = false,
  ): unknown {
    const named = field.id === '' && part === 'v' ? option.label : nothing;
    return html`<input
      id=${field.id === '' ? nothing : field.id}
      class=${wide ? 'wide' : ''}
      aria-label=${named}
      aria-describedby=${field.hint}
      aria-invalid=${field.bad ? 'true' : 'false'}
      aria-required=${option.optional ? 'false' : 'true'}
      inputmode=${numeric ? 'decimal' : 'text'}
      autocomplete="off"
      spellcheck="false"
      placeholder=${option.optional ? text().automatic : ''}
      .value=${this.#draft(option)[part] ?? ''}
      @input=${(event: Event) => {
        this.#set(option, part, valueAt(event), false);
      }}
      @change=${() => {
        this.#say(false);
      }}
      @keydown=${(event: KeyboardEvent) => {
        const times = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (!numeric || times === undefined || event.altKey) return;
        event.preventDefault();
        this.#set(
          option,
          part,
          stepped(option, valueAt(event), times * (event.shiftKey ? 10 : 1)),
          false,
        );
      }}
    />`;
  }

  #unit(unit: string): unknown {
    if (unit === '') return nothing;
    const said = unit === 'length' ? this.unit : unit === 'length³' ? `${this.unit}³` : unit;
    return html`<span class="soft">${said === 'voxels' ? text().voxels : said}</span>`;
  }

  /** Takes the text of an input. A choice is said at once, what is typed when typing pauses. */
  #set(option: OptionDescription, part: string, value: string, atOnce: boolean): void {
    this.#drafts = {
      ...this.#drafts,
      [option.name]: { ...this.#draft(option), [part]: value },
    };
    this.requestUpdate();
    clearTimeout(this.#timer);
    if (atOnce) this.#say(true);
    else
      this.#timer = setTimeout(() => {
        this.#say(false);
      }, WAIT);
  }

  #values(description: OperationDescription): PlainRecord {
    const entries = description.options
      .map((option) => [option.name, valueOf(option, this.#draft(option))] as const)
      .filter((entry): entry is readonly [string, ParamJson] => entry[1] !== undefined);
    return Object.fromEntries(entries);
  }

  #errors(description: OperationDescription): Readonly<Record<string, VoxmetryError>> {
    const values = this.#values(description);
    const kind = this.kind === '' ? description.of[0]! : this.kind;
    const errors = this.#catalogue?.check(this.operation, kind, values) ?? {};
    // A grid that is named is checked by the call.
    return Object.fromEntries(
      Object.entries(errors).filter(([name]) => refsIn(values[name]).length === 0),
    );
  }

  /** Says the options, where they are all right and not those that were said last. */
  #say(applied: boolean): void {
    clearTimeout(this.#timer);
    const description = this.description;
    if (description === undefined || Object.keys(this.#errors(description)).length > 0) return;
    const options = this.#values(description);
    if (applied) this.#applied = options;
    const said = JSON.stringify(options);
    if (said === this.#said && !applied) return;
    this.#said = said;
    this.emit('vox-options', { options, applied } satisfies OptionsDetail);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    const description = this.description;
    if (description === undefined) return;
    const before = this.#applied;
    const drafts = description.options.map(
      (option) => [option.name, draftOf(option, before[option.name])] as const,
    );
    const next: Record<string, Draft> = Object.fromEntries(drafts);
    if (JSON.stringify(next) === JSON.stringify(this.#drafts)) return;
    event.stopPropagation();
    this.#drafts = next;
    this.requestUpdate();
    this.#say(false);
  };
}

interface Field {
  readonly id: string;
  readonly hint: string;
  readonly bad: boolean;
}

/** The names of masks that an option is, each by its own; '' where it is none. */
function namedIn({ named }: Draft): string {
  return named === undefined ? '' : Object.keys(JSON.parse(named) as object).join(', ');
}

const GRID_KINDS: readonly StepKind[] = ['volume', 'mask', 'phases', 'labels'];

function valueAt({ target }: Event): string {
  return (target as HTMLInputElement).value;
}

function checkedOf({ target }: Event): boolean {
  return (target as HTMLInputElement).checked;
}

define('vox-op-form', VoxOpForm);

declare global {
  interface HTMLElementTagNameMap {
    'vox-op-form': VoxOpForm;
  }
}
