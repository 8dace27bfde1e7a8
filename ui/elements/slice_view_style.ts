import { css } from 'lit';

/**
 * The look of `vox-slice-view`.
 * @internal
 */
export const sliceViewStyle = css`
  :host {
    aspect-ratio: 1;
  }
  .frame {
    cursor: crosshair;
  }
  .crosshair path,
  .axes path {
    fill: none;
    stroke: currentcolor;
    stroke-width: 1px;
    opacity: 0.9;
  }
  .crosshair path.halo {
    stroke: rgb(0 0 0 / 0.45);
    stroke-width: 3px;
  }
  .axes path {
    stroke-width: 1.5px;
  }
  .axes path.halo {
    stroke: rgb(0 0 0 / 0.75);
    stroke-width: 4px;
  }
  .title b {
    color: var(--_axis);
  }
  .wipe {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 24px;
    margin-left: -12px;
    cursor: ew-resize;
    touch-action: none;
  }
  .wipe::before {
    content: '';
    position: absolute;
    inset: 0 11px;
    background: #fff;
    box-shadow: 0 0 0 1px rgb(0 0 0 / 0.6);
  }
  .wipe::after {
    content: '⇔';
    position: absolute;
    top: 50%;
    left: 0;
    width: 24px;
    height: 24px;
    margin-top: -12px;
    border-radius: 50%;
    background: #fff;
    color: #14181d;
    text-align: center;
    line-height: 23px;
    font-size: 13px;
    box-shadow: 0 0 0 1px rgb(0 0 0 / 0.6);
  }
`;
