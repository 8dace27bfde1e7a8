import { css, html, nothing } from 'lit';
import type { OperationDescription } from 'voxmetry/operations';
import { define, look, VoxElement } from '../element.js';
import { text } from '../language.js';

/** What of an operation the palette shows; what else an entry holds comes back with it. */
export type PaletteEntry = Pick<OperationDescription, 'name' | 'label' | 'group' | 'gives'>;

/** Operations that are listed at most; the search finds the others. */
const MOST_LISTED = 200;

/**
 * A search for an operation among many: a box to type in, and a list of what fits, by group. Arrow
 * keys choose, Enter takes, Escape closes.
 *
 * @fires vox-operation - The one of `operations` that was taken.
 * @fires vox-close - When it is closed with nothing taken.
 * @example
 * ```ts no-run
 * import { loadCatalogue } from 'voxmetry/ui';
 * const palette = document.body.appendChild(document.createElement('vox-palette'));
 * palette.operations = (await loadCatalogue()).on('volume');
 * ```
 */
export class VoxPalette extends VoxElement {
  /** @internal */
  static readonly properties = {
    operations: { attribute: false },
    placeholder: { type: String },
  };
  /** @internal */
  static readonly styles = [
    look,
    css`
      :host {
        border: 1px solid var(--_line);
        border-radius: var(--_radius);
        overflow: hidden;
      }
      input {
        width: 100%;
        padding: 0.45rem 0.65rem;
        border: 0;
        border-bottom: 1px solid var(--_line);
        border-radius: 0;
      }
      input:focus-visible {
        outline: 0;
        border-bottom-color: var(--_accent);
        box-shadow: inset 0 -1px var(--_accent);
      }
      .list {
        max-height: 17rem;
        overflow-y: auto;
        padding: 0.25rem;
      }
      .group {
        padding: 0.5rem 0.5rem 0.15rem;
        font-size: 0.8125em;
        color: var(--_soft);
      }
      [role='option'] {
        display: flex;
        justify-content: space-between;
        gap: 1rem;
        padding: 0.2rem 0.5rem;
        border-radius: calc(var(--_radius) - 2px);
        cursor: pointer;
      }
      [role='option']:hover {
        background: var(--_raised);
      }
      [aria-selected='true'],
      [aria-selected='true']:hover {
        background: var(--_accent);
        color: var(--_on-accent);
      }
      [aria-selected='true'] .soft {
        color: inherit;
      }
      .none {
        margin: 0;
        padding: 0.5rem;
      }
    `,
  ];

  /** The operations to choose among, or other entries like them. Default []. */
  declare operations: readonly PaletteEntry[];
  /** What the box says while it is empty. Default '', which is to search all operations. */
  declare placeholder: string;
  #search = '';
  #at = 0;

  constructor() {
    super();
    this.operations = [];
    this.placeholder = '';
  }

  /** Begins a new search, with the focus in the box. */
  async begin(): Promise<void> {
    this.#search = '';
    this.#at = 0;
    this.requestUpdate();
    await this.updateComplete;
    const input = this.renderRoot.querySelector('input');
    if (input !== null) input.value = '';
    input?.focus();
  }

  /** @internal */
  protected override render(): unknown {
    const found = this.#found();
    this.#at = Math.max(0, Math.min(this.#at, found.length - 1));
    let group = '';
    const { placeholder } = this;
    return html`<input
        role="combobox"
        aria-label=${placeholder || text().addStep}
        aria-expanded="true"
        aria-controls="list"
        aria-autocomplete="list"
        aria-activedescendant=${found.length > 0 ? `option-${String(this.#at)}` : nothing}
        placeholder=${placeholder || text().searchOperation}
        autocomplete="off"
        spellcheck="false"
        @input=${(event: Event) => {
          this.#search = (event.target as HTMLInputElement).value;
          this.#at = 0;
          this.requestUpdate();
        }}
        @keydown=${this.#onKey}
      />
      <div class="list" id="list" role="listbox" aria-label=${text().operations} tabindex="-1">
        ${
          found.length === 0
            ? html`<p class="soft none" role="option" aria-disabled="true" aria-selected="false">
                ${text().nothingFound}
              </p>`
            : nothing
        }
        ${found.map((each, i) => {
          const heading = each.group === group ? nothing : this.#heading(each.group);
          group = each.group;
          return html`${heading}
            <div
              role="option"
              id=${`option-${String(i)}`}
              aria-selected=${i === this.#at ? 'true' : 'false'}
              @click=${() => {
                this.emit('vox-operation', each);
              }}
            >
              <span>${each.label}</span>
              <span class="soft">${givesOf(each)}</span>
            </div>`;
        })}
      </div>`;
  }

  /** @internal */
  protected override updated(): void {
    this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  #heading(group: string): unknown {
    return html`<div class="group" role="presentation">${group}</div>`;
  }

  /** What has all words of the search; what begins with it comes first, else by group. */
  #found(): readonly PaletteEntry[] {
    const search = this.#search.trim().toLowerCase();
    if (search === '') return this.operations.slice(0, MOST_LISTED);
    const words = search.split(/\s+/);
    const rank = ({ label, name }: PaletteEntry): number =>
      label.toLowerCase().startsWith(search) || name.toLowerCase().startsWith(search) ? 0 : 1;
    return this.operations
      .filter((each) => {
        const all = `${each.label} ${each.name} ${each.group} ${givesOf(each)}`.toLowerCase();
        return words.every((word) => all.includes(word));
      })
      .toSorted((a, b) => rank(a) - rank(b))
      .slice(0, MOST_LISTED);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const found = this.#found();
    const last = found.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.#at >= last ? 0 : this.#at + 1,
      ArrowUp: this.#at <= 0 ? last : this.#at - 1,
      PageDown: Math.min(last, this.#at + 8),
      PageUp: Math.max(0, this.#at - 8),
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.#at = to;
      this.requestUpdate();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const taken = found[this.#at];
      if (taken !== undefined) this.emit('vox-operation', taken);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      this.emit('vox-close');
    }
  };
}

/** What an operation gives, in a word. */
function givesOf({ gives }: PaletteEntry): string {
  if ('value' in gives) return gives.value === 'table' ? 'table' : 'value';
  if ('waits' in gives) return gives.waits;
  return gives.grid === 'same' || gives.grid === 'source' ? '' : gives.grid;
}

define('vox-palette', VoxPalette);

declare global {
  interface HTMLElementTagNameMap {
    'vox-palette': VoxPalette;
  }
}
