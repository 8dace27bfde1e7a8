import { signal } from '@preact/signals-core';
import { css, html, nothing, unsafeCSS } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { VoxmetryError, type Query } from 'voxmetry';
import { define, look, VoxElement } from '../../element.js';
import { parseNumber, text } from '../../language.js';
import { headlineOf, representativeTexts } from '../../report/certainty_text.js';
import { chartSvg } from '../../report/chart.js';
import { certaintyFigures } from '../../report/figures.js';
import type { ReportCertainty } from '../../report/options.js';
import { tickText } from '../../report/phrase.js';
import { CHART_STYLE } from '../../report/style.js';
import type { Session } from '../../session/session.js';
import type { StudyStep } from '../../session/study.js';
import { titleOf } from '../step_summary.js';
import '../vox-progress.js';
import { certainSteps, findCertainty } from './find_certainty.js';
import { lazyWords } from './lazy_words.js';
import { phraseInLanguage } from './phrase_now.js';
import { en } from './report_strings.js';

const words = lazyWords(en, async () => (await import('./report_strings_de.js')).de);

/** What was found of a step, and the query that it was found for. */
interface Found {
  readonly query: Query<unknown> | undefined;
  readonly certainty: ReportCertainty;
}

/**
 * How sure a number of a session is: the fraction, porosity or surface area of a mask, with what
 * sampling and the threshold may add to it, the volume that is needed, and its curve over the
 * threshold. It is computed when the button is pressed, and can be cancelled; what is of an earlier
 * state of the study is grey. What cannot be told has its reason.
 *
 * @fires vox-certainty - A certainty was found. `detail`: what `reportHtml` takes, a
 * `ReportCertainty`.
 * @example
 * ```ts no-run
 * import 'voxmetry/panels';
 * import { openSession } from 'voxmetry/session';
 * const card = document.body.appendChild(document.createElement('vox-certainty'));
 * card.session = await openSession();
 * ```
 */
export class VoxCertainty extends VoxElement {
  /** @internal */
  static readonly properties = { session: { attribute: false }, measure: { type: String } };
  /** @internal */
  static readonly styles = [
    look,
    unsafeCSS(CHART_STYLE),
    css`
      :host {
        --ink: var(--_text);
        --soft: var(--_soft);
        --c0: light-dark(#1f6fa8, #6bb3e8);
        --c1: light-dark(#c4570f, #f0995a);
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 0.5rem 0.75rem;
      }
      label {
        display: grid;
        gap: 0.15rem;
        font-size: 0.8125em;
        color: var(--_soft);
      }
      label > * {
        font-size: 0.875rem;
        color: var(--_text);
      }
      input {
        width: 8.5rem;
      }
      .headline {
        margin: 0.9rem 0 0.2rem;
      }
      .headline b {
        font-size: 1.5em;
        font-weight: 600;
      }
      .share {
        white-space: nowrap;
      }
      .notes,
      figcaption {
        margin: 0.3rem 0 0;
        font-size: 0.8125em;
        color: var(--_soft);
      }
      .warning {
        color: var(--_warning);
        font-size: 0.8125em;
      }
      .is-stale .headline b {
        color: var(--_soft);
      }
      .is-stale svg {
        filter: grayscale(1);
        opacity: 0.6;
      }
      .figures {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
        gap: 0.75rem 1.25rem;
        margin-top: 0.75rem;
      }
      figure {
        margin: 0;
      }
      figure svg {
        display: block;
        width: 100%;
        max-width: 26rem;
      }
      vox-progress {
        margin-top: 0.6rem;
      }
    `,
  ];

  /** The session whose numbers are looked at. Default null. */
  declare session: Session | null;
  /** The id of the step that is looked at; '' for the first that has a certainty. Default ''. */
  declare measure: string;
  readonly #found = signal<ReadonlyMap<string, Found>>(new Map());
  readonly #progress = signal<number | null>(null);
  readonly #error = signal('');
  readonly #phraseNow = phraseInLanguage();
  #running: AbortController | undefined;

  constructor() {
    super();
    this.session = null;
    this.measure = '';
  }

  /** What was found and is not stale, for a report. */
  get certainties(): readonly ReportCertainty[] {
    return [...this.#found.value].flatMap(([id, { query, certainty }]) =>
      query === this.session?.handles.value.queries.get(id) ? [certainty] : [],
    );
  }

  /**
   * Finds out how sure the chosen number is; resolves when it is shown, or cancelled.
   *
   * @param delta - By how many grey levels the threshold is moved; the noise if left out.
   */
  async compute(delta?: number): Promise<void> {
    const { session } = this;
    const step = session === null ? undefined : this.#step(session);
    if (session === null || step === undefined) return;
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#error.value = '';
    this.#progress.value = 0;
    const query = session.handles.value.queries.get(step.id);
    try {
      const certainty = await findCertainty(session, step, {
        title: this.#title(session, step),
        delta,
        otherEstimator: words().otherEstimator,
        signal: running.signal,
        onProgress: (fraction) => {
          if (this.#running === running) this.#progress.value = fraction;
        },
      });
      if (certainty === undefined) this.#error.value = words().notOpen;
      else {
        this.#found.value = new Map(this.#found.value).set(step.id, { query, certainty });
        this.emit('vox-certainty', certainty);
      }
    } catch (thrown) {
      const error = VoxmetryError.from(thrown);
      if (this.#running === running)
        this.#error.value = error.code === 'cancelled' ? text().cancelled : error.message;
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
        this.#progress.value = null;
      }
    }
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#running?.abort();
  }

  /** @internal */
  protected override render(): unknown {
    const { session } = this;
    const strings = words();
    const steps = session === null ? [] : certainSteps(session);
    if (session === null || steps.length === 0)
      return html`<p class="soft">${strings.noMeasure}</p>`;
    const step = this.#step(session)!;
    const progress = this.#progress.value;
    const error = this.#error.value;
    return html`<form @submit=${this.#submitted}>
        <label
          >${strings.measure}
          <select name="measure" @change=${this.#chosen}>
            ${steps.map(
              (each) =>
                html`<option value=${each.id} .selected=${each === step}>
                  ${this.#title(session, each)}
                </option>`,
            )}
          </select></label
        >
        <label
          >${strings.offBy}
          <input
            name="delta"
            inputmode="decimal"
            placeholder=${text().automatic}
            title=${strings.offByHint}
        /></label>
        <button class="primary" ?disabled=${progress !== null}>${strings.compute}</button>
      </form>
      ${
        progress === null
          ? nothing
          : html`<vox-progress
              .fraction=${progress}
              .label=${strings.computing}
              @vox-cancel=${() => this.#running?.abort()}
            ></vox-progress>`
      }
      ${error === '' ? nothing : html`<p class="error" role="alert">${error}</p>`}
      ${this.#card(session, step)}`;
  }

  #card(session: Session, step: StudyStep): unknown {
    const found = this.#found.value.get(step.id);
    const phrase = this.#phraseNow();
    if (found === undefined || phrase === null) return nothing;
    const { certainty, query } = found;
    const stale = query !== session.handles.value.queries.get(step.id);
    const { value, shares, notes } = headlineOf(certainty, phrase);
    const { interval, reason } = {
      interval: certainty.sampling?.join(' ') ?? nothing,
      reason: certainty.sampling === null ? certainty.samplingReason : nothing,
    };
    return html`<section class=${stale ? 'is-stale' : ''} aria-label=${words().certainty}>
      <p class="headline" aria-live="polite">
        <span>${certainty.title}</span>
        <b
          data-number=${certainty.value}
          data-unit=${certainty.unit}
          data-estimator=${step.operation}
          data-interval=${interval}
          data-reason=${reason}
          >${value}</b
        >
        ${shares.map(
          (share) =>
            html`<span class="share">${share.text} <span class="soft">(${share.of})</span></span> `,
        )}
      </p>
      ${stale ? html`<p class="warning">${words().stale}</p>` : nothing}
      <p class="notes">${[...notes, ...representativeTexts(certainty, phrase)].join(' ')}</p>
      <div class="figures">
        ${certaintyFigures(certainty, phrase).map(({ chart, caption }) => {
          const svg = chartSvg(chart, (tick) => tickText(tick, phrase));
          return svg === null
            ? nothing
            : html`<figure>
                ${unsafeHTML(svg)}
                <figcaption>${caption}</figcaption>
              </figure>`;
        })}
      </div>
    </section>`;
  }

  #step(session: Session): StudyStep | undefined {
    const steps = certainSteps(session);
    return steps.find(({ id }) => id === this.measure) ?? steps[0];
  }

  #title(session: Session, step: StudyStep): string {
    const kind = session.outcomes.value.get(step.on);
    return titleOf(step, session.catalogue.find(step.operation, kind));
  }

  readonly #chosen = (event: Event): void => {
    this.measure = (event.target as HTMLSelectElement).value;
  };

  readonly #submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement).get('delta');
    const typed = typeof given === 'string' ? given.trim() : '';
    const delta = parseNumber(typed);
    if (typed !== '' && (delta === undefined || delta <= 0)) {
      this.#error.value = `${words().offBy}: ${words().badDelta}`;
      return;
    }
    void this.compute(delta);
  };
}

define('vox-certainty', VoxCertainty);

declare global {
  interface HTMLElementTagNameMap {
    'vox-certainty': VoxCertainty;
  }
}
