import { css } from 'lit';

/**
 * The look of `vox-volume-view`.
 * @internal
 */
export const volumeViewStyle = css`
  :host {
    aspect-ratio: 1;
  }
  .frame {
    cursor: grab;
  }
  .frame:active {
    cursor: grabbing;
  }
  .mark path {
    stroke: #fff;
    stroke-width: 1.5px;
    fill: none;
    paint-order: stroke;
  }
  .tools {
    position: absolute;
    top: 0.5rem;
    left: 0.5rem;
    display: flex;
    gap: 0.3rem;
    align-items: start;
    color-scheme: dark;
  }
  .tools select,
  summary {
    padding: 0.1rem 0.45rem;
    border: 1px solid rgb(255 255 255 / 0.22);
    border-radius: 4px;
    background: var(--_chip);
    color: var(--_ink);
    font-size: 0.75rem;
    line-height: 1.35;
    cursor: pointer;
    list-style: none;
  }
  .tools option {
    background: #16191d;
  }
  fieldset {
    position: absolute;
    z-index: 1;
    margin: 0.25rem 0 0;
    padding: 0.5rem 0.6rem;
    border: 1px solid rgb(255 255 255 / 0.22);
    border-radius: 4px;
    background: rgb(10 13 17 / 0.9);
    display: grid;
    grid-template-columns: auto 5.5rem 5.5rem;
    gap: 0.25rem 0.5rem;
    align-items: center;
  }
  fieldset input {
    width: 100%;
    margin: 0;
    padding: 0;
    accent-color: currentcolor;
  }
`;
