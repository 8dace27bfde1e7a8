// What all elements share: Lit, drawn again when a signal that was read changes; one look.
import { effect } from '@preact/signals-core';
import { css, LitElement } from 'lit';

/** What of Lit an element uses; declared here, so that the package's types need no Lit. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- its type is the base's
declare class Drawn extends HTMLElement {
  /** Resolves when what is set has been drawn. */
  readonly updateComplete: Promise<boolean>;
  /** @internal */
  readonly renderRoot: HTMLElement | DocumentFragment;
  /** Draws the element again soon. */
  requestUpdate(): void;
  /** @internal */
  connectedCallback(): void;
  /** @internal */
  disconnectedCallback(): void;
  /** @internal */
  protected render(): unknown;
  /** @internal */
  protected willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void;
  /** @internal */
  protected firstUpdated(changed: ReadonlyMap<PropertyKey, unknown>): void;
  /** @internal */
  protected updated(changed: ReadonlyMap<PropertyKey, unknown>): void;
  /** @internal */
  protected scheduleUpdate(): unknown;
  /** @internal */
  protected performUpdate(): void;
}

const Base = LitElement as unknown as typeof Drawn;

/**
 * The base of all elements of `voxmetry/ui`. It is drawn again when a property changes, or a signal
 * that was read while drawing. Colours, type and spacing come from custom properties: see
 * `voxmetry/ui/theme.css`.
 */
export abstract class VoxElement extends Base {
  #stopWatching: (() => void) | undefined;

  /** @internal */
  override connectedCallback(): void {
    super.connectedCallback();
    // What signals did while the element was away is drawn now.
    if (this.#stopWatching === undefined) this.requestUpdate();
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }

  /** @internal */
  protected override performUpdate(): void {
    this.#stopWatching?.();
    let drawing = true;
    this.#stopWatching = effect(() => {
      if (drawing) super.performUpdate();
      else this.requestUpdate();
      drawing = false;
    });
  }

  /** Sends an event of the element's own, which crosses the borders of shadow trees. */
  protected emit(type: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

/** Defines an element once, whoever imports it. */
export function define(name: string, element: CustomElementConstructor): void {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}

/**
 * The look of all elements; a page sets the custom properties to its own.
 * @internal
 */
export const look = css`
  :host {
    --_text: var(--vox-text, light-dark(#1b1f24, #e6e9ed));
    --_soft: var(--vox-soft, light-dark(#57606a, #9aa4af));
    --_surface: var(--vox-surface, light-dark(#ffffff, #16191d));
    --_raised: var(--vox-raised, light-dark(#f3f5f7, #20252b));
    --_line: var(--vox-line, light-dark(#d5dae0, #343b43));
    --_accent: var(--vox-accent, light-dark(#0b62a8, #6cb6ff));
    --_on-accent: var(--vox-on-accent, light-dark(#ffffff, #0b1014));
    --_danger: var(--vox-danger, light-dark(#b3261e, #ff8a80));
    --_warning: var(--vox-warning, light-dark(#8a5300, #f2b84b));
    --_gap: var(--vox-gap, 0.5rem);
    --_radius: var(--vox-radius, 6px);
    display: block;
    box-sizing: border-box;
    color: var(--_text);
    background: var(--_surface);
    font: var(--vox-font, 0.875rem/1.45 system-ui, sans-serif);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    padding: 0.25rem 0.65rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    border-color: var(--_accent);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button.primary {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }
  input,
  select {
    padding: 0.2rem 0.4rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .soft {
    color: var(--_soft);
  }
  .error {
    color: var(--_danger);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`;
