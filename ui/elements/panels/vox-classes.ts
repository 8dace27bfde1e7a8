import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import {
  VoxmetryError,
  type Axis,
  type Confusion,
  type FeatureImportance,
  type SliceLayer,
  type Validation,
} from 'voxmetry';
import { define, look, VoxElement } from '../../element.js';
import { formatNumber, text } from '../../language.js';
import { phaseColor } from '../../numbers/phase_colors.js';
import { paintedVoxels } from '../../session/brush.js';
import {
  addClass,
  addClassification,
  addTraining,
  MOST_PAINTED_CLASSES,
  paintedClasses,
  removeClass,
  renameClass,
  trainingOf,
} from '../../session/classes.js';
import { setBrush } from '../../session/edit_study.js';
import type { Session } from '../../session/session.js';
import type { Study, StudyBrush } from '../../session/study.js';
import { fill } from '../../strings.js';
import '../vox-progress.js';
import {
  classifierNow,
  classLayers,
  SHOWN,
  type Applied,
  type ShownOfClasses,
} from './class_layers.js';
import { classesStyle } from './classes_style.js';
import { lazyWords } from './lazy_words.js';
import { leastSure } from './least_sure.js';
import { colorOf, MOST_RADIUS, openSource, Painting } from './painting.js';
import { en } from './painting_strings.js';

const words = lazyWords(en, async () => (await import('./painting_strings_de.js')).de);
/** Features that are listed. */
const LISTED = 8;
const REMOVE = 'M3 5h10M6.500 5V3h3v2M4.500 5l.5 8h6l.5-8';

/** What was found of a classifier. */
interface Found<T> {
  readonly of: Applied;
  readonly value: T;
}

/**
 * The classes of a session that are painted in slices, and what is learnt from them: their names,
 * colours and strokes, the prediction and its uncertainty as layers of slices, how the classifier
 * does on strokes that were left out, and the steps that classify the volume and measure it. A
 * `vox-paint` in each slice view paints with its `painting`.
 *
 * @fires vox-classify - The steps that classify the volume were added; they are to be run.
 * @example
 * ```ts no-run
 * import 'voxmetry/panels';
 * import { openSession } from 'voxmetry/session';
 * const classes = document.body.appendChild(document.createElement('vox-classes'));
 * classes.session = await openSession();
 * ```
 */
export class VoxClasses extends VoxElement {
  /** @internal */
  static readonly properties = { session: { attribute: false }, axis: { type: String } };
  /** @internal */
  static readonly styles = [look, classesStyle];

  /** The session whose brushes are the classes. Default null. */
  declare session: Session | null;
  /** The axis across the slices among which the least certain is looked for. Default 'z'. */
  declare axis: Axis;
  /** What is painted with, for `vox-paint`. */
  readonly painting: Painting = new Painting();
  readonly #session = signal<Session | null>(null);
  readonly #what = signal<ShownOfClasses>('prediction');
  /** Of what is shown: the colours of uncertainty need more to be told from the scan. */
  readonly #opacities = { nothing: signal(0), prediction: signal(0.4), uncertainty: signal(0.65) };
  readonly #opacity = computed(() => this.#opacities[this.#what.value].value);
  /** The classifier of the last training by hand. */
  readonly #trained = signal<Applied | undefined>(undefined);
  readonly #job = signal<{ readonly label: string; readonly fraction: number | null } | null>(null);
  readonly #error = signal('');
  readonly #said = signal('');
  readonly #validation = signal<Found<readonly [Validation, Confusion]> | undefined>(undefined);
  readonly #importance = signal<Found<FeatureImportance> | undefined>(undefined);
  readonly #now = computed(() => {
    const session = this.#session.value;
    return session === null ? undefined : classifierNow(session);
  });
  readonly #applied = computed(() =>
    this.painting.live.value ? this.#ready : this.#trained.value,
  );
  readonly #counts = new WeakMap<StudyBrush['tiles'], number>();
  #running: AbortController | undefined;

  /** The layers that slices show over the scan. */
  readonly layers: ReadonlySignal<readonly SliceLayer[]> = classLayers(
    () => this.#session.value,
    this.#applied,
    this.#what,
    this.#opacity,
  );

  constructor() {
    super();
    this.session = null;
    this.axis = 'z';
  }

  /** The classifier of now, where two classes have strokes. */
  get #ready(): Applied | undefined {
    const study = this.#session.value?.study.value;
    return study !== undefined && paintedClasses(study).length > 1 ? this.#now.value : undefined;
  }

  /** Begins to paint, with two classes where there is none; or ends it. */
  paint(active = !this.painting.active.value): void {
    const { session } = this;
    if (session === null) return;
    if (active && session.study.value.brushes.length === 0)
      session.edit(words().addClass, (study) => this.#added(this.#added(study)));
    this.painting.active.value = active;
  }

  /** @internal */
  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('session')) this.#session.value = this.session;
  }

  /** @internal */
  protected override render(): unknown {
    const session = this.#session.value;
    const said = words();
    if (session === null || openSource(session) === undefined)
      return html`<p class="soft">${said.noVolume}</p>`;
    const { painting } = this;
    const active = painting.active.value;
    const { brushes } = session.study.value;
    const job = this.#job.value;
    return html`<div class="row">
        <button
          aria-pressed=${String(active)}
          @click=${() => {
            this.paint();
          }}
        >
          ${said.paint}
        </button>
        ${
          active
            ? html`<button
                aria-pressed=${String(painting.erasing.value)}
                @click=${() => {
                  painting.erasing.value = !painting.erasing.value;
                }}
              >
                ${said.erase}
              </button>`
            : nothing
        }
        <button
          ?disabled=${brushes.length >= MOST_PAINTED_CLASSES}
          title=${brushes.length >= MOST_PAINTED_CLASSES ? said.tooMany : ''}
          @click=${() => {
            session.edit(said.addClass, (study) => this.#added(study));
            painting.chosen.value = session.study.value.brushes.at(-1)!.id;
          }}
        >
          + ${said.addClass}
        </button>
      </div>
      ${
        brushes.length === 0
          ? nothing
          : html`<ul aria-label=${said.classes}>
              ${brushes.map((brush, i) => this.#row(session, brush, i))}
            </ul>`
      }
      ${active ? this.#brush() : nothing} ${this.#advice(session)}
      ${
        job === null
          ? nothing
          : html`<vox-progress
              .label=${job.label}
              .fraction=${job.fraction}
              @vox-cancel=${() => this.#running?.abort()}
            ></vox-progress>`
      }
      ${
        this.#error.value === ''
          ? nothing
          : html`<p class="error" role="alert">${this.#error.value}</p>`
      }
      ${paintedClasses(session.study.value).length < 2 ? nothing : this.#work(session)}`;
  }

  #row(session: Session, brush: StudyBrush, place: number): unknown {
    const said = words();
    const { painting } = this;
    const { id, name } = brush;
    const chosen = painting.classIn(session.study.value) === brush;
    const count = this.#count(brush);
    return html`<li class=${chosen ? 'chosen' : ''}>
      <input
        type="radio"
        name="class"
        aria-label=${name}
        .checked=${chosen}
        @change=${() => {
          painting.chosen.value = id;
          painting.erasing.value = false;
        }}
      />
      <input
        type="color"
        aria-label=${fill(said.colorOf, { name })}
        .value=${colorOf(brush, place)}
        @change=${(event: Event) => {
          const { value: color } = event.target as HTMLInputElement;
          session.edit(said.renamed, (study) => setBrush(study, { ...brush, color }));
        }}
      />
      <input
        aria-label=${fill(said.nameOf, { name })}
        .value=${name}
        maxlength="60"
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          session.edit(said.renamed, (study) => renameClass(study, id, input.value));
          // A name that another class has is not taken.
          input.value = session.study.value.brushes.find((each) => each.id === id)?.name ?? '';
        }}
      />
      <span class="count" data-voxels=${count}
        >${
          count === 0 ? said.noStrokes : fill(said.voxels, { count: formatNumber(count, {}) })
        }</span
      >
      <button
        class="icon"
        aria-label=${fill(said.removeClass, { name })}
        title=${fill(said.removeClass, { name })}
        @click=${() => {
          session.edit(fill(said.removeClass, { name }), (study) => removeClass(study, id));
        }}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${REMOVE} /></svg>
      </button>
    </li>`;
  }

  #brush(): unknown {
    const said = words();
    const { radius } = this.painting;
    return html`<label class="slide"
        >${said.radius}
        <input
          type="range"
          min="0"
          max=${MOST_RADIUS}
          .value=${String(radius.value)}
          @input=${(event: Event) => {
            radius.value = Number((event.target as HTMLInputElement).value);
          }}
        />
        <output
          >${
            radius.value === 0 ? said.oneVoxel : fill(said.radiusOf, { count: radius.value })
          }</output
        ></label
      >
      <p class="note">${said.keys}</p>`;
  }

  /** What is missing, and what to do. */
  #advice(session: Session): unknown {
    const said = words();
    const study = session.study.value;
    const painted = paintedClasses(study);
    if (study.brushes.length === 0 && !this.painting.active.value) return nothing;
    if (painted.length === 0) return html`<p class="hint" role="status">${said.needTwo}</p>`;
    if (painted.length === 1)
      return html`<p class="hint" role="status">
        ${fill(said.needOther, { name: painted[0]!.name })}
      </p>`;
    const training = trainingOf(study);
    const error =
      training === undefined ? undefined : session.handles.value.errors.get(training.id);
    if (error !== undefined) return html`<p class="error" role="alert">${error.message}</p>`;
    const without = study.brushes.filter((brush) => !painted.includes(brush));
    if (without.length === 0) return nothing;
    const names = without.map(({ name }) => name).join(', ');
    return html`<p class="hint warning" role="status">${fill(said.leftOut, { names })}</p>`;
  }

  /** What is done with strokes of two classes. */
  #work(session: Session): unknown {
    const said = words();
    const { live } = this.painting;
    const busy = this.#job.value !== null;
    const applied = this.#applied.value;
    return html`<div class="row">
        <label class="check"
          ><input
            type="checkbox"
            .checked=${live.value}
            @change=${() => {
              this.#trained.value = this.#now.value;
              live.value = !live.value;
              if (live.value) this.#addTraining(session);
            }}
          />${said.live}</label
        >
        ${
          live.value
            ? nothing
            : html`<button
                ?disabled=${busy}
                @click=${() => {
                  void this.train();
                }}
              >
                ${said.train}
              </button>`
        }
      </div>
      ${
        !live.value && applied !== undefined && applied.classifier !== this.#now.value?.classifier
          ? html`<p class="hint warning" role="status">${said.behind}</p>`
          : nothing
      }
      ${applied === undefined ? nothing : this.#shown()}
      <div class="row">
        <button
          class="primary"
          title=${said.classifyHint}
          ?disabled=${busy}
          @click=${() => {
            this.#classify(session);
          }}
        >
          ${said.classify}
        </button>
        <button
          title=${said.leastSureHint}
          ?disabled=${busy || applied === undefined}
          @click=${() => {
            void this.#findLeastSure(session);
          }}
        >
          ${said.leastSure}
        </button>
      </div>
      ${this.#said.value === '' ? nothing : html`<p class="note" role="status">${this.#said.value}</p>`}
      ${applied === undefined ? nothing : [this.#howGood(busy), this.#whatTells(busy)]}`;
  }

  #shown(): unknown {
    const said = words();
    const what = this.#what.value;
    return html`<div class="choice" role="group" aria-label=${said.show}>
        ${SHOWN.map(
          (each) =>
            html`<button
              aria-pressed=${String(each === what)}
              @click=${() => {
                this.#what.value = each;
              }}
            >
              ${said[each]}
            </button>`,
        )}
      </div>
      ${
        what === 'nothing'
          ? nothing
          : html`<label class="slide"
              >${said.opacity}
              <input
                type="range"
                min="0"
                max="1"
                step="0.05"
                .value=${String(this.#opacity.value)}
                @input=${(event: Event) => {
                  this.#opacities[what].value = Number((event.target as HTMLInputElement).value);
                }}
              />
              <output>${percent(this.#opacity.value)}</output></label
            >`
      }
      ${
        what === 'uncertainty'
          ? html`<div class="ramp">${said.sure}<i></i>${said.unsure}</div>`
          : nothing
      }`;
  }

  #howGood(busy: boolean): unknown {
    const said = words();
    const found = this.#validation.value;
    return html`<details>
      <summary>${said.howGood}</summary>
      <button
        ?disabled=${busy}
        @click=${() => {
          void this.validate();
        }}
      >
        ${said.validate}
      </button>
      ${found === undefined ? nothing : this.#validated(found)}
      <p class="note">${said.judgedHint}</p>
    </details>`;
  }

  #validated({ of, value: [validation, confusion] }: Found<readonly [Validation, Confusion]>) {
    const said = words();
    const { accuracy, balancedAccuracy, calibrationError, judged, strokes, unjudged } = validation;
    const stale = of.classifier !== this.#now.value?.classifier;
    const { classes, counts } = confusion;
    return html`<div class=${stale ? 'is-stale' : ''}>
      ${stale ? html`<p class="hint warning">${said.stale}</p>` : nothing}
      <dl>
        <dt>${said.accuracy}</dt>
        <dd data-accuracy=${accuracy}>${percent(accuracy)}</dd>
        <dt>${said.balanced}</dt>
        <dd>${percent(balancedAccuracy)}</dd>
        <dt>${said.calibration}</dt>
        <dd>${percent(calibrationError)}</dd>
      </dl>
      <p class="note">
        ${fill(said.judged, { count: formatNumber(judged, {}), strokes: formatNumber(strokes, {}) })}
      </p>
      ${
        unjudged.length === 0
          ? nothing
          : html`<p class="hint warning">${fill(said.unjudged, { names: unjudged.join(', ') })}</p>`
      }
      <div class="scroll">
        <table>
          <tr>
            <th scope="col">${said.paintedAs}</th>
            ${classes.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
          ${classes.map(
            (name, i) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${counts[i]!.map(
                  (n, k) => html`<td class=${i === k ? 'right' : ''}>${formatNumber(n, {})}</td>`,
                )}
              </tr>`,
          )}
        </table>
      </div>
    </div>`;
  }

  #whatTells(busy: boolean): unknown {
    const said = words();
    const found = this.#importance.value;
    const stale = found !== undefined && found.of.classifier !== this.#now.value?.classifier;
    const listed = found?.value.features.slice(0, LISTED) ?? [];
    const most = listed[0]?.importance ?? 1;
    return html`<details>
      <summary>${said.what}</summary>
      <button
        ?disabled=${busy}
        @click=${() => {
          void this.train();
        }}
      >
        ${said.compute}
      </button>
      ${stale ? html`<p class="hint warning">${said.stale}</p>` : nothing}
      <ul class="importance ${stale ? 'is-stale' : ''}">
        ${listed.map(
          ({ name, importance }) =>
            html`<li>
              <span>${name}</span>
              <i .style=${`width:${String((100 * importance) / most)}%`}></i>
              <span>${percent(importance)}</span>
            </li>`,
        )}
      </ul>
      <p class="note">${said.whatHint}</p>
    </details>`;
  }

  /** Trains with the strokes of now, and finds what tells the classes apart. */
  async train(): Promise<void> {
    const { session } = this;
    if (session === null) return;
    this.#addTraining(session);
    const of = this.#ready;
    if (of === undefined) return;
    await this.#runs(words().training, async (options) => {
      const value = await of.classifier.importance().run(options);
      this.#importance.value = { of, value };
      this.#trained.value = of;
    });
  }

  /** Tests the classifier on strokes that are left out. */
  async validate(): Promise<void> {
    const of = this.#applied.value;
    if (of === undefined) return;
    await this.#runs(words().validating, async (options) => {
      const validation = await of.classifier.validate().run(options);
      const confusion = await of.classifier.confusion().run({ signal: options.signal });
      this.#validation.value = { of, value: [validation, confusion] };
    });
  }

  async #findLeastSure(session: Session): Promise<void> {
    const of = this.#applied.value;
    const { axis } = this;
    if (of === undefined) return;
    await this.#runs(words().searching, async (options) => {
      const found = await leastSure(of, axis, options);
      if (found === undefined) {
        this.#said.value = words().allSure;
        return;
      }
      session.link.crosshair.value = found.position;
      this.#what.value = 'uncertainty';
      this.#said.value = fill(words().foundAt, {
        index: found.index,
        percent: percent(found.part),
      });
    });
  }

  /** Does one thing that takes long; says what stops it. */
  async #runs(
    label: string,
    work: (options: {
      readonly signal: AbortSignal;
      readonly onProgress: (fraction: number) => void;
    }) => Promise<void>,
  ): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#error.value = '';
    this.#said.value = '';
    this.#job.value = { label, fraction: null };
    try {
      await work({
        signal: running.signal,
        onProgress: (fraction) => {
          if (this.#running === running) this.#job.value = { label, fraction };
        },
      });
    } catch (thrown) {
      const error = VoxmetryError.from(thrown);
      if (this.#running === running)
        this.#error.value =
          error.code === 'cancelled'
            ? text().cancelled
            : error.code === 'empty-phase'
              ? words().oneStroke
              : error.message;
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
        this.#job.value = null;
      }
    }
  }

  #classify(session: Session): void {
    const said = words();
    const source = openSource(session);
    if (source === undefined) return;
    session.edit(said.classify, (study) =>
      addClassification(
        addTraining(study, session.catalogue, source)[0],
        session.catalogue,
        (name) => fill(said.shareOf, { name }),
      ),
    );
    this.emit('vox-classify');
  }

  #addTraining(session: Session): void {
    const source = openSource(session);
    if (source === undefined) return;
    session.edit(words().train, (study) => addTraining(study, session.catalogue, source)[0]);
  }

  #added(study: Study): Study {
    const n = study.brushes.length;
    const free = Array.from({ length: MOST_PAINTED_CLASSES }, (_, i) => phaseColor(i)).find(
      (color) => study.brushes.every((brush, i) => colorOf(brush, i) !== color),
    );
    return addClass(study, fill(words().className, { n: n + 1 }), free ?? phaseColor(n))[0];
  }

  #count(brush: StudyBrush): number {
    const count = this.#counts.get(brush.tiles) ?? paintedVoxels(brush);
    this.#counts.set(brush.tiles, count);
    return count;
  }
}

function percent(part: number): string {
  return formatNumber(part, { style: 'percent', maximumFractionDigits: 1 });
}

define('vox-classes', VoxClasses);

declare global {
  interface HTMLElementTagNameMap {
    'vox-classes': VoxClasses;
  }
}
