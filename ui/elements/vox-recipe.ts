import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { OperationDescription } from 'voxmetry/operations';
import { define, look, VoxElement } from '../element.js';
import { text } from '../language.js';
import {
  addStep,
  changeStep,
  duplicateStep,
  gridsBefore,
  moveStep,
  removeStep,
  type StepChange,
} from '../session/edit_steps.js';
import type { Session } from '../session/session.js';
import type { Handle } from '../session/step_handles.js';
import type { Study, StudyStep } from '../session/study.js';
import { fill } from '../strings.js';
import { recipeStyle } from './recipe_style.js';
import { namesIn, summaryOf, titleOf } from './step_summary.js';
import type { GridChoice, OptionsDetail } from './vox-op-form.js';
import './vox-op-form.js';
import './vox-palette.js';

/** What `vox-wipe` says: the grids before and after a step; null where none is compared. */
export type WipeDetail = {
  readonly step: string;
  readonly before: Handle;
  readonly after: Handle;
} | null;

/**
 * The steps of a session: add one from a palette of all operations that fit the chosen grid, tune,
 * switch off, move, duplicate, rename and remove it; every edit can be undone. Errors stand at
 * their step, as does what is stale or being computed.
 *
 * Keys, on a step: ↑ ↓ go to others, Alt+↑ and Alt+↓ move it, Enter opens its options, F2 renames
 * it, Ctrl+D duplicates it, Delete removes it. Ctrl+Z and Ctrl+Y undo and redo.
 *
 * @fires vox-choose - `{ id }` of the step or source that was chosen.
 * @fires vox-wipe - {@link WipeDetail}; for a view that shows before and after side by side.
 * @csspart step - One step.
 * @csspart history - The buttons of undo and redo.
 * @example
 * ```ts no-run
 * import { openSession } from 'voxmetry/ui';
 * const recipe = document.body.appendChild(document.createElement('vox-recipe'));
 * recipe.session = await openSession();
 * ```
 */
export class VoxRecipe extends VoxElement {
  /** @internal */
  static readonly properties = { session: { attribute: false } };
  /** @internal */
  static readonly styles = [look, recipeStyle];

  /** The session whose steps are shown. Default null. */
  declare session: Session | null;
  #open: string | undefined;
  #renaming: string | undefined;
  #adding = false;
  #comparing: string | undefined;
  #dragged: string | undefined;
  #over: number | undefined;
  #announced = '';

  constructor() {
    super();
    this.session = null;
  }

  /** Opens the palette of operations that fit the chosen grid. */
  beginAdding(): void {
    if (this.session === null || this.#target(this.session) === '') return;
    this.#adding = true;
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector('vox-palette')?.begin());
  }

  /** The operations that can be added: first those that fit the chosen grid, then others. */
  get operations(): readonly OperationDescription[] {
    return this.session === null ? [] : this.#operations(this.session);
  }

  /** Adds a step, called on the chosen grid where it fits that, else on the last that it fits. */
  add(operation: OperationDescription): void {
    if (this.session !== null) this.#add(this.session, operation);
  }

  /** @internal */
  protected override render(): unknown {
    const { session } = this;
    if (session === null) return nothing;
    const study = session.study.value;
    const strings = text();
    return html`<div @keydown=${this.#onUndoKey}>
      <header>
        <h2 id="heading">${strings.steps}</h2>
        <div class="actions" part="history">
          ${this.#icon('undo', strings.undo, !session.canUndo.value, () => {
            session.undo();
          })}
          ${this.#icon('redo', strings.redo, !session.canRedo.value, () => {
            session.redo();
          })}
        </div>
      </header>
      <ol aria-labelledby="heading" @dragover=${this.#onDragOver} @drop=${this.#onDrop}>
        ${repeat(
          study.sources,
          ({ id }) => id,
          ({ id, name, facts }) =>
            html`<li class=${session.chosen.value === id ? 'chosen' : ''}>
              <div class="row">
                <span class="number" aria-hidden="true"></span>
                <button
                  class="main"
                  data-id=${id}
                  aria-current=${session.chosen.value === id ? 'true' : 'false'}
                  @click=${() => {
                    this.#choose(id);
                  }}
                  @keydown=${(event: KeyboardEvent) => {
                    this.#onKey(event, id);
                  }}
                >
                  <span class="title">${name}</span>
                  <span class="summary soft"
                    >${facts === null ? '' : `${facts.size.join(' × ')} ${facts.dtype}`}</span
                  >
                </button>
                ${
                  session.volumes.value.has(id)
                    ? nothing
                    : html`<span class="mark stale">${strings.notOpen}</span>`
                }
              </div>
            </li>`,
        )}
        ${repeat(
          study.steps,
          ({ id }) => id,
          (step, i) => this.#step(session, study, step, i),
        )}
        ${
          study.sources.length + study.steps.length === 0
            ? html`<li><p class="soft empty">${strings.noSource}</p></li>`
            : nothing
        }
      </ol>
      <div class="add">
        ${
          this.#adding
            ? html`<vox-palette
                .operations=${this.operations}
                @vox-operation=${(event: CustomEvent<OperationDescription>) => {
                  event.stopPropagation();
                  this.add(event.detail);
                }}
                @vox-close=${(event: Event) => {
                  event.stopPropagation();
                  this.#adding = false;
                  this.requestUpdate();
                  void this.#focus('.add button');
                }}
              ></vox-palette>`
            : html`<button
                ?disabled=${this.#target(session) === ''}
                @click=${() => {
                  this.beginAdding();
                }}
              >
                ${
                  this.#target(session) === ''
                    ? strings.addStep
                    : fill(strings.addStepOn, {
                        name: this.#nameIn(session)(this.#target(session)),
                      })
                }
              </button>`
        }
      </div>
      <p class="unseen" aria-live="polite">${this.#announced}</p>
    </div>`;
  }

  #step(session: Session, study: Study, step: StudyStep, i: number): unknown {
    const { id } = step;
    const strings = text();
    const on = session.outcomes.value.get(step.on);
    const description = session.catalogue.find(step.operation, on);
    const title = titleOf(step, description);
    const { errors, handles } = session.handles.value;
    // A file that is not open says so at its place; the steps are not wrong for it.
    const error = session.volumes.value.size === 0 ? undefined : errors.get(id);
    const result = session.results.byStep.value.get(id);
    const open = this.#open === id;
    const isGrid = (each: string): boolean => 'meta' in (handles.get(each) ?? {});
    const wipes = isGrid(id) && isGrid(step.on) && step.enabled;
    const classes = [
      session.chosen.value === id ? 'chosen' : '',
      step.enabled ? '' : 'off',
      this.#over === i ? 'over' : '',
    ].join(' ');
    const summary = summaryOf(step, description, this.#nameIn(session), this.#unit(session, step));
    return html`<li class=${classes} part="step" data-index=${i}>
      <div
        class="row"
        draggable=${this.#renaming === id ? 'false' : 'true'}
        @dragstart=${(event: DragEvent) => {
          this.#dragged = id;
          event.dataTransfer?.setData('text/plain', title);
        }}
        @dragend=${() => {
          this.#endDrag();
        }}
      >
        <span class="number">${i + 1}</span>
        <input
          type="checkbox"
          aria-label=${fill(strings.stepOn, { name: title })}
          .checked=${step.enabled}
          @change=${() => {
            this.#change(strings.toggle, id, { enabled: !step.enabled });
          }}
        />
        ${
          this.#renaming === id
            ? html`<input
                class="rename"
                aria-label=${strings.rename}
                .value=${step.title ?? ''}
                placeholder=${description?.label ?? step.operation}
                @keydown=${(event: KeyboardEvent) => {
                  this.#onRenameKey(event, id);
                }}
                @blur=${(event: Event) => {
                  if (this.#renaming === id)
                    this.#rename(id, (event.target as HTMLInputElement).value);
                }}
              />`
            : html`<button
                class="main"
                data-id=${id}
                aria-expanded=${open ? 'true' : 'false'}
                aria-current=${session.chosen.value === id ? 'true' : 'false'}
                aria-describedby=${error !== undefined && !open ? `error-${id}` : nothing}
                aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown F2 Delete Control+D"
                @click=${() => {
                  this.#toggleOpen(id);
                }}
                @keydown=${(event: KeyboardEvent) => {
                  this.#onKey(event, id);
                }}
              >
                <span class="title">${title}</span>
                <span class="summary soft">${summary}</span>
              </button>`
        }
        ${
          result?.busy === true
            ? html`<span class="mark soft">${strings.busy}</span>`
            : result?.stale === true
              ? html`<span class="mark stale">${strings.stale}</span>`
              : nothing
        }
        <div class="actions">
          ${
            wipes
              ? this.#icon(
                  'wipe',
                  strings.wipe,
                  false,
                  () => {
                    this.#wipe(step);
                  },
                  this.#comparing === id,
                )
              : nothing
          }
          ${this.#icon('copy', strings.duplicate, false, () => {
            this.#duplicate(id);
          })}
          ${this.#icon('rename', strings.rename, false, () => {
            this.#beginRename(id);
          })}
          ${this.#icon('remove', strings.remove, false, () => {
            this.#remove(id);
          })}
        </div>
      </div>
      ${
        error !== undefined && !open
          ? html`<p
              class=${error.details['because'] === undefined ? 'error' : 'error because'}
              id=${`error-${id}`}
            >
              ${error.message}
            </p>`
          : nothing
      }
      ${open ? this.#tune(session, study, step, description) : nothing}
    </li>`;
  }

  /** What a step is called on, and its options. */
  #tune(
    session: Session,
    study: Study,
    step: StudyStep,
    description: OperationDescription | undefined,
  ): unknown {
    const { catalogue } = session;
    const name = this.#nameIn(session);
    const kinds = catalogue.all
      .filter((each) => each.name === step.operation)
      .flatMap(({ of }) => of);
    const inputs = gridsBefore(study, catalogue, step.id, kinds);
    const on = session.outcomes.value.get(step.on);
    return html`<div class="tune">
      <div class="on">
        <label for="on">${text().input}</label>
        <select
          id="on"
          @change=${(event: Event) => {
            this.#change(text().input, step.id, { on: (event.target as HTMLSelectElement).value });
          }}
        >
          ${inputs.includes(step.on) ? nothing : html`<option value="" selected>?</option>`}
          ${inputs.map(
            (id) => html`<option value=${id} ?selected=${id === step.on}>${name(id)}</option>`,
          )}
        </select>
      </div>
      ${
        description === undefined
          ? html`<p class="error" role="alert">
              ${session.handles.value.errors.get(step.id)?.message ?? ''}
            </p>`
          : html`<vox-op-form
              .operation=${step.operation}
              .kind=${on ?? ''}
              .options=${step.options}
              .grids=${this.#choices(session, study, step)}
              .unit=${this.#unit(session, step)}
              .error=${
                session.volumes.value.size === 0
                  ? null
                  : (session.handles.value.errors.get(step.id) ?? null)
              }
              @vox-options=${(event: CustomEvent<OptionsDetail>) => {
                event.stopPropagation();
                const { options, applied } = event.detail;
                const title = titleOf(step, description);
                session.edit(
                  title,
                  (now) => changeStep(now, step.id, { options }),
                  `${step.id}.options`,
                );
                if (applied) session.endMerge();
              }}
            ></vox-op-form>`
      }
    </div>`;
  }

  /** The grids that the options of a step may name. */
  #choices(session: Session, study: Study, step: StudyStep): readonly GridChoice[] {
    const name = this.#nameIn(session);
    const outcomes = session.outcomes.value;
    const kinds = [
      'volume',
      'mask',
      'phases',
      'labels',
      'surface',
      'classifier',
      'roll',
      'stack',
    ] as const;
    const grids = gridsBefore(study, session.catalogue, step.id, kinds).flatMap((id) => {
      const kind = outcomes.get(id);
      return kind === undefined || kind === 'value' ? [] : [{ id, label: name(id), kind }];
    });
    const regions = study.regions.map(({ id, name: given }, n) => {
      const label = given === '' ? fill(text().region, { n: n + 1 }) : given;
      return { id, label, kind: 'mask' as const };
    });
    return [...grids, ...regions];
  }

  #nameIn(session: Session): (id: string) => string {
    const outcomes = session.outcomes.value;
    return namesIn(session.study.value, (step) =>
      titleOf(step, session.catalogue.find(step.operation, outcomes.get(step.on))),
    );
  }

  /** The unit of the lengths of a step: that of its grid, or of the first source. */
  #unit(session: Session, step: StudyStep): string {
    const handle = session.handles.value.handles.get(step.on);
    if (handle !== undefined && 'unit' in handle) return handle.unit;
    return session.study.value.sources[0]?.facts?.unit ?? 'px';
  }

  /** What a new step is called on: what is chosen, or the last grid; '' where there is none. */
  #target(session: Session): string {
    const outcomes = session.outcomes.value;
    const isGrid = (id: string): boolean => {
      const outcome = outcomes.get(id);
      return outcome !== undefined && outcome !== 'value';
    };
    const { chosen, study } = session;
    if (chosen.value !== null && isGrid(chosen.value)) return chosen.value;
    // On a measure that is chosen: the grid that it measures.
    const measured = study.value.steps.find(({ id }) => id === chosen.value)?.on;
    if (measured !== undefined && isGrid(measured)) return measured;
    const all = [...study.value.sources, ...study.value.steps].map(({ id }) => id);
    return all.findLast(isGrid) ?? '';
  }

  /** The operations on what a new step is called on, then those on other grids of the study. */
  #operations(session: Session): readonly OperationDescription[] {
    const { catalogue } = session;
    const outcomes = session.outcomes.value;
    const fitting = catalogue.on(outcomes.get(this.#target(session)));
    const kinds = new Set(outcomes.values());
    const others = catalogue.all.filter(
      (each) => !fitting.includes(each) && each.of.some((kind) => kinds.has(kind)),
    );
    return [...fitting, ...others];
  }

  /** What an operation is called on: what is chosen where it fits, else the last grid that does. */
  #inputFor(session: Session, { of }: OperationDescription): string {
    const target = this.#target(session);
    const outcomes = session.outcomes.value;
    const fits = (id: string): boolean => of.some((kind) => kind === outcomes.get(id));
    const { sources, steps } = session.study.value;
    const all = [...sources, ...steps].map(({ id }) => id);
    return fits(target) ? target : (all.findLast(fits) ?? target);
  }

  #add(session: Session, description: OperationDescription): void {
    const { name, label } = description;
    const on = this.#inputFor(session, description);
    let added = '';
    session.edit(fill(text().added, { name: label }), (study) => {
      const [next, id] = addStep(study, session.catalogue, { operation: name, on });
      added = id;
      return next;
    });
    this.#adding = false;
    this.#open = added;
    this.#choose(added);
    void this.#focusStep(added);
  }

  #choose(id: string): void {
    this.session!.chosen.value = id;
    this.requestUpdate();
    this.emit('vox-choose', { id });
  }

  #toggleOpen(id: string): void {
    this.#open = this.#open === id ? undefined : id;
    this.#choose(id);
  }

  #change(title: string, id: string, change: StepChange): void {
    this.session!.edit(title, (study) => changeStep(study, id, change));
  }

  #duplicate(id: string): void {
    const session = this.session!;
    let copy: string | undefined;
    session.edit(text().duplicate, (study) => {
      const [next, made] = duplicateStep(study, id);
      copy = made;
      return next;
    });
    if (copy === undefined) return;
    this.#choose(copy);
    void this.#focusStep(copy);
  }

  #remove(id: string): void {
    const session = this.session!;
    const { steps, sources } = session.study.value;
    const at = steps.findIndex((step) => step.id === id);
    const next = steps[at + 1]?.id ?? steps[at - 1]?.id ?? sources.at(-1)?.id;
    session.edit(text().remove, (study) => removeStep(study, id));
    if (next === undefined) return;
    this.#choose(next);
    void this.#focusStep(next);
  }

  #move(id: string, to: number): void {
    const session = this.session!;
    const { length } = session.study.value.steps;
    if (to < 0 || to >= length) return;
    session.edit(text().move, (study) => moveStep(study, session.catalogue, id, to));
    const { steps } = session.study.value;
    const at = steps.findIndex((step) => step.id === id);
    this.#announced = fill(text().moved, { place: at + 1, count: length });
    void this.#focusStep(id);
  }

  #wipe(step: StudyStep): void {
    const { handles } = this.session!.handles.value;
    const [before, after] = [handles.get(step.on), handles.get(step.id)];
    const ends = this.#comparing === step.id || before === undefined || after === undefined;
    this.#comparing = ends ? undefined : step.id;
    this.requestUpdate();
    const detail: WipeDetail = ends ? null : { step: step.id, before, after };
    this.emit('vox-wipe', detail);
  }

  #beginRename(id: string): void {
    this.#renaming = id;
    this.requestUpdate();
    void this.#focus('.rename');
  }

  #rename(id: string, title: string | undefined): void {
    this.#renaming = undefined;
    this.requestUpdate();
    if (title !== undefined) this.#change(text().rename, id, { title: title.trim() });
  }

  #onRenameKey(event: KeyboardEvent, id: string): void {
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    const { value } = event.target as HTMLInputElement;
    this.#rename(id, event.key === 'Enter' ? value : undefined);
    void this.#focusStep(id);
  }

  #onKey(event: KeyboardEvent, id: string): void {
    const { steps } = this.session!.study.value;
    const at = steps.findIndex((step) => step.id === id);
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (down !== undefined) {
      event.preventDefault();
      if (event.altKey) {
        if (at >= 0) this.#move(id, at + down);
        return;
      }
      const mains = [...this.renderRoot.querySelectorAll<HTMLElement>('.main')];
      mains[mains.indexOf(event.currentTarget as HTMLElement) + down]?.focus();
      return;
    }
    if (at < 0) return;
    const act: Readonly<Record<string, () => void>> = {
      F2: () => {
        this.#beginRename(id);
      },
      Delete: () => {
        this.#remove(id);
      },
    };
    const found =
      event.key === 'd' && (event.ctrlKey || event.metaKey)
        ? () => {
            this.#duplicate(id);
          }
        : act[event.key];
    if (found === undefined) return;
    event.preventDefault();
    found();
  }

  /** Undo and redo, but not those of a text that is being typed. */
  readonly #onUndoKey = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const [target] = event.composedPath();
    if (target instanceof HTMLInputElement && target.type !== 'checkbox') return;
    const key = event.key.toLowerCase();
    const redo = key === 'y' || (key === 'z' && event.shiftKey);
    if (!redo && key !== 'z') return;
    event.preventDefault();
    if (redo) this.session!.redo();
    else this.session!.undo();
    void this.#keepFocus();
  };

  readonly #onDragOver = (event: DragEvent): void => {
    if (this.#dragged === undefined) return;
    event.preventDefault();
    const item = (event.target as Element).closest<HTMLElement>('li[data-index]');
    const over = item === null ? undefined : Number(item.dataset['index']);
    if (over === this.#over) return;
    this.#over = over;
    this.requestUpdate();
  };

  readonly #onDrop = (event: DragEvent): void => {
    if (this.#dragged === undefined) return;
    event.preventDefault();
    if (this.#over !== undefined) this.#move(this.#dragged, this.#over);
    this.#endDrag();
  };

  #endDrag(): void {
    this.#dragged = undefined;
    this.#over = undefined;
    this.requestUpdate();
  }

  /** Where the step that had the focus is gone, the last one gets it: keys go on working. */
  async #keepFocus(): Promise<void> {
    await this.updateComplete;
    const active = this.shadowRoot?.activeElement ?? null;
    if (active === null)
      [...this.renderRoot.querySelectorAll<HTMLElement>('.main')].at(-1)?.focus();
  }

  #focusStep(id: string): Promise<void> {
    this.requestUpdate();
    return this.#focus(`.main[data-id="${id}"]`);
  }

  async #focus(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  #icon(
    icon: keyof typeof ICONS,
    label: string,
    disabled: boolean,
    act: () => void,
    pressed?: boolean,
  ): unknown {
    return html`<button
      class="icon"
      title=${label}
      aria-label=${label}
      aria-pressed=${pressed === undefined ? nothing : pressed ? 'true' : 'false'}
      ?disabled=${disabled}
      @click=${act}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${ICONS[icon]}></path></svg>
    </button>`;
  }
}

/** Outlines on 16 × 16. */
const ICONS = {
  undo: 'M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  redo: 'm10 3 3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H10',
  wipe: 'M8 2v12M3 4h3v8H3zM10 4h3v8h-3z',
  copy: 'M6 6h7v7H6zM10 6V3H3v7h3',
  rename: 'm3 13 .5-3L10 3.5l2.5 2.5L6 12.5zM9 4.5 11.5 7',
  remove: 'M3 5h10M6.5 5V3h3v2M4.5 5l.5 8h6l.5-8',
};

define('vox-recipe', VoxRecipe);

declare global {
  interface HTMLElementTagNameMap {
    'vox-recipe': VoxRecipe;
  }
}
