import { css, html, nothing } from 'lit';
import { define, look, VoxElement } from '../element.js';
import { formatNumber, text } from '../language.js';
import { fill } from '../strings.js';

/** Below this fraction done, the time that is left is not yet worth saying. */
const LEAST_DONE = 0.03;

/**
 * How far some work has come, with the time that is left and a button that cancels.
 *
 * @fires vox-cancel - When the button is pressed. Nothing is cancelled by the element itself.
 * @example
 * ```ts no-run
 * import 'voxmetry/ui';
 * const bar = document.createElement('vox-progress');
 * const controller = new AbortController();
 * bar.addEventListener('vox-cancel', () => controller.abort());
 * bar.fraction = 0.4;
 * ```
 */
export class VoxProgress extends VoxElement {
  /** @internal */
  static readonly properties = { fraction: { type: Number }, label: { type: String } };
  /** @internal */
  static readonly styles = [
    look,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--_gap);
      }
      progress {
        flex: 1;
        min-width: 4rem;
        accent-color: var(--_accent);
      }
    `,
  ];

  /** The fraction done, 0…1; null while it is not known. Default null. */
  declare fraction: number | null;
  /** What is being done. Default ''. */
  declare label: string;
  #started = 0;

  constructor() {
    super();
    this.fraction = null;
    this.label = '';
  }

  /** @internal */
  protected override willUpdate(): void {
    if (this.fraction === null || this.fraction === 0) this.#started = performance.now();
  }

  /** @internal */
  protected override render(): unknown {
    const { fraction, label } = this;
    const strings = text();
    const percent =
      fraction === null
        ? ''
        : fill(strings.done, {
            percent: formatNumber(fraction, { style: 'percent', maximumFractionDigits: 0 }),
          });
    return html`<span>${label}</span>
      <progress
        max="1"
        value=${fraction ?? nothing}
        aria-label=${label}
        aria-valuetext=${percent}
      ></progress>
      <span class="soft">${percent} ${this.#timeLeft()}</span>
      <button
        @click=${() => {
          this.emit('vox-cancel');
        }}
      >
        ${strings.cancel}
      </button>`;
  }

  #timeLeft(): string {
    const { fraction } = this;
    if (fraction === null || fraction < LEAST_DONE || fraction >= 1) return '';
    const seconds = ((performance.now() - this.#started) / 1000) * (1 / fraction - 1);
    return seconds < 90
      ? fill(text().timeLeft, { seconds: Math.ceil(seconds) })
      : fill(text().minutesLeft, { minutes: Math.ceil(seconds / 60) });
  }
}

define('vox-progress', VoxProgress);

declare global {
  interface HTMLElementTagNameMap {
    'vox-progress': VoxProgress;
  }
}
