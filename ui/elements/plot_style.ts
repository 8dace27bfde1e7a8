import { css } from 'lit';

/**
 * The look of `vox-plot`.
 * @internal
 */
export const plotStyle = css`
  :host {
    --_mark: var(--vox-plot-mark, color-mix(in srgb, var(--_soft) 75%, transparent));
    --_faint: var(--vox-plot-faint, color-mix(in srgb, var(--_soft) 32%, transparent));
    display: flex;
    flex-direction: column;
    padding: 0.5rem 0.75rem 0.6rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    height: 24rem;
    min-height: 0;
  }
  .controls,
  .brush {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem 0.75rem;
    align-items: center;
  }
  label {
    display: flex;
    gap: 0.35rem;
    align-items: center;
    min-width: 0;
  }
  .controls select {
    max-width: 11rem;
    padding: 0.1rem 0.25rem;
  }
  input[type='checkbox'] {
    margin: 0;
    accent-color: var(--_accent);
  }
  .figure {
    position: relative;
    flex: 1;
    min-height: 8rem;
    margin: 0.4rem 0;
    overflow: hidden;
    touch-action: pan-y;
    user-select: none;
    cursor: crosshair;
  }
  .figure > svg {
    position: absolute;
    inset: 0;
    display: block;
    overflow: visible;
  }
  .figure text {
    white-space: pre;
  }
  .window {
    position: absolute;
    border: 1px solid var(--_accent);
    background: color-mix(in srgb, var(--_accent) 12%, transparent);
    pointer-events: none;
  }
  .window.range {
    border-block-width: 0;
  }
  .brush {
    justify-content: flex-end;
    padding-top: 0.4rem;
    border-top: 1px solid color-mix(in srgb, var(--_line) 60%, transparent);
  }
  .brush input {
    width: 5.5rem;
    padding-block: 0.1rem;
    text-align: right;
  }
  .brush .axis {
    display: flex;
    gap: 0.35rem;
    align-items: center;
  }
  .brush .words {
    flex: 1 1 100%;
  }
  .brush button {
    padding: 0.1rem 0.55rem;
  }
  .bad {
    border-color: var(--_danger);
  }
`;
