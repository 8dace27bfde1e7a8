import { css } from 'lit';

/**
 * The look of `vox-measure`.
 * @internal
 */
export const measureStyle = css`
  :host {
    position: absolute;
    inset: 0;
    background: none;
    pointer-events: none;
    color: #fff;
    font-size: 0.75rem;
  }
  .draw {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    touch-action: none;
  }
  .draw.active {
    pointer-events: auto;
    cursor: crosshair;
  }
  .lines path {
    fill: none;
    stroke: var(--vox-measure, #ffd34d);
    stroke-width: 1.5px;
  }
  .lines path.halo {
    stroke: rgb(0 0 0 / 0.7);
    stroke-width: 3.5px;
  }
  .lines path.region {
    stroke: var(--vox-region, #6ff0d4);
    fill: color-mix(in srgb, var(--vox-region, #6ff0d4) 12%, transparent);
  }
  .draw text {
    font:
      600 0.72rem/1 system-ui,
      sans-serif;
    fill: #fff;
    paint-order: stroke;
    stroke: rgb(0 0 0 / 0.8);
    stroke-width: 3px;
    stroke-linejoin: round;
  }
  circle {
    fill: #fff;
    stroke: rgb(0 0 0 / 0.85);
    stroke-width: 1.5px;
    pointer-events: auto;
    cursor: move;
    touch-action: none;
    outline: none;
  }
  circle:focus-visible {
    stroke: #6cb6ff;
    stroke-width: 3.5px;
  }
  .tools {
    position: absolute;
    top: 2.1rem;
    left: 0.5rem;
    display: grid;
    gap: 2px;
    pointer-events: auto;
  }
  .tools button {
    width: 26px;
    height: 26px;
    padding: 4px;
    border: 1px solid rgb(255 255 255 / 0.2);
    border-radius: 4px;
    background: rgb(10 13 17 / 0.72);
    color: #f4f6f8;
  }
  .tools button[aria-pressed='true'] {
    background: #ffd34d;
    color: #14181d;
  }
  .tools path {
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5px;
  }
  .tools svg {
    display: block;
    width: 100%;
    height: 100%;
  }
  .plot {
    position: absolute;
    right: 0.5rem;
    bottom: 2.6rem;
    padding: 0.2rem;
    border-radius: 4px;
    background: rgb(10 13 17 / 0.82);
  }
  .plot svg {
    display: block;
  }
  .plot path {
    fill: none;
  }
  .plot .axis {
    stroke: rgb(255 255 255 / 0.45);
  }
  .plot .curve {
    stroke: #ffd34d;
    stroke-width: 1.25px;
  }
  .plot text {
    font:
      0.62rem/1 system-ui,
      sans-serif;
    fill: #d5dbe1;
  }
`;
